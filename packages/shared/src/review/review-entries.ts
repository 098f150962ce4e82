import type { DiffSummary, Landing } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { diffCommits } from "../git/mirror/diff-commits";
import type { LandedCommit } from "./landed-commits";

/** What one completion, or one commit of somebody else, adds to the base branch. */
export interface ReviewEntry {
  subject: string;
  author: string;
  /** Oldest first. */
  commits: string[];
  /** Null for a commit that Push Pals did not land. */
  landed: {
    jobId: string;
    requestId: string | null;
    /** The first words of what was asked for. */
    prompt: string | null;
    checks: Landing["checks"];
    /** Jobs that it undoes. */
    undoes: string[];
  } | null;
  diff: DiffSummary;
  patch: string;
  truncated: boolean;
}

/** A job as the server knows it, and the commits that it landed. */
interface Known {
  landed: NonNullable<ReviewEntry["landed"]>;
  commits: readonly string[];
}

interface Group {
  commits: [LandedCommit, ...LandedCommit[]];
  landed: ReviewEntry["landed"];
}

/** Commits, oldest first, as entries: those that one job landed in a row are one. */
export async function entriesOf(
  mirrorDir: string,
  commits: readonly LandedCommit[],
  client: Pick<Client, "jobs" | "requests">,
  signal?: AbortSignal,
): Promise<ReviewEntry[]> {
  const entries: ReviewEntry[] = [];
  for (const group of await groupsOf(commits, client, signal)) {
    const [first] = group.commits;
    const last = group.commits.at(-1) ?? first;
    const { summary, patch, truncated } = await diffCommits(mirrorDir, first.parents[0] ?? first.sha, last.sha);
    entries.push({
      subject: last.subject,
      author: last.author,
      commits: group.commits.map((commit) => commit.sha),
      landed: group.landed,
      diff: summary,
      patch,
      truncated,
    });
  }
  return entries;
}

async function groupsOf(
  commits: readonly LandedCommit[],
  client: Pick<Client, "jobs" | "requests">,
  signal?: AbortSignal,
): Promise<Group[]> {
  const jobs = new Map<string, Known | null>();
  const groups: Group[] = [];
  for (const commit of commits) {
    if (commit.job !== null && !jobs.has(commit.job)) jobs.set(commit.job, await knownJob(commit.job, client, signal));
    const known = jobs.get(commit.job ?? "");
    // A trailer is text that anybody can write; whether the job landed this commit, the server says.
    const landed = known?.commits.includes(commit.sha) ? { ...known.landed, undoes: commit.undoes } : null;
    const last = groups.at(-1);
    if (last?.landed && last.landed.jobId === landed?.jobId) last.commits.push(commit);
    else groups.push({ commits: [commit], landed });
  }
  return groups;
}

async function knownJob(
  id: string,
  client: Pick<Client, "jobs" | "requests">,
  signal?: AbortSignal,
): Promise<Known | null> {
  const how = signal ? { signal } : {};
  const found = await client.jobs.get({ id }, how);
  if (!found.ok || found.landed === null) return null;
  const { job, landed } = found;
  const request = job.requestId === null ? null : await client.requests.get({ id: job.requestId }, how);
  const prompt = request?.ok ? request.request.promptPreview : null;
  return {
    landed: { jobId: job.jobId, requestId: job.requestId, prompt, checks: landed.checks, undoes: [] },
    commits: [...landed.commits, landed.commitSha, ...(landed.carried ?? [])],
  };
}
