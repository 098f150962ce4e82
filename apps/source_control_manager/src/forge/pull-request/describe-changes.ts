import { type JobRow, type Landing, type Refusal, type TaskExecuteParams, taskOf } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import type { ContentCommit } from "./contents";

export type RiskLevel = TaskExecuteParams["planning"]["riskLevel"];

/** One landed completion, with what the hub knows of it; null where it knows nothing any more. */
export interface ChangeEntry {
  /** The newest of its commits. */
  sha: string;
  subject: string;
  jobId: string | null;
  requestId: string | null;
  sessionId: string | null;
  completionId: string | null;
  /** Start of what the person asked for. */
  prompt: string | null;
  checks: Landing["checks"] | null;
  risk: RiskLevel | null;
}

export type Described =
  | { ok: true; entries: ChangeEntry[]; others: Pick<ContentCommit, "sha" | "subject">[] }
  | { ok: false; message: string };

interface Known {
  job: JobRow;
  prompt: string | null;
  checks: Landing["checks"] | null;
  risk: RiskLevel | null;
}

/** Beyond this many, the older ones are told by their commits alone. */
const MOST_ASKED = 200;

export type Describe = (commits: readonly ContentCommit[], signal: AbortSignal) => Promise<Described>;

/** Puts commits together by completion, newest first, and asks the hub about each once. */
export function describeChanges(client: Client): Describe {
  const settled = new Map<string, Known>();
  return async (commits, signal) => {
    const entries: ChangeEntry[] = [];
    for (const [id, commit] of groups(commits)) {
      const known = settled.get(id) ?? (entries.length < MOST_ASKED ? await ask(client, commit, signal) : null);
      if (known && "message" in known) return { ok: false, message: known.message };
      // What has landed does not change any more.
      if (known && known.checks !== null) settled.set(id, known);
      entries.push(entryOf(commit, known));
    }
    return { ok: true, entries, others: commits.filter((commit) => idOf(commit) === null) };
  };
}

const idOf = ({ completionId, jobId }: ContentCommit): string | null => jobId ?? completionId;

/** The newest commit of each change. A job's commits have its id, or that of its completion alone. */
function groups(commits: readonly ContentCommit[]): Map<string, ContentCommit> {
  const jobOf = new Map(
    commits.flatMap((one) => (one.completionId && one.jobId ? [[one.completionId, one.jobId]] : [])),
  );
  const found = new Map<string, ContentCommit>();
  for (const commit of commits) {
    const jobId = commit.jobId ?? jobOf.get(commit.completionId ?? "") ?? null;
    const whole = { ...commit, jobId };
    const id = idOf(whole);
    const first = id === null ? undefined : found.get(id);
    if (id !== null && !first) found.set(id, whole);
    else if (first && first.completionId === null) first.completionId = commit.completionId;
  }
  return found;
}

/** Null: the hub has forgotten it. */
async function ask(
  client: Client,
  { completionId, jobId }: ContentCommit,
  signal: AbortSignal,
): Promise<Known | Refusal | null> {
  let id = jobId;
  if (id === null && completionId !== null) {
    const completion = await client.completions.get({ id: completionId }, { signal });
    if (!completion.ok) return forgottenOr(completion);
    id = completion.completion.jobId;
  }
  if (id === null) return null;
  const found = await client.jobs.get({ id }, { signal });
  if (!found.ok) return forgottenOr(found);
  const { job, params, landed } = found;
  const request = job.requestId === null ? null : await client.requests.get({ id: job.requestId }, { signal });
  if (request && !request.ok && request.code !== "not_found") return request;
  return {
    job,
    prompt: request?.ok ? request.request.promptPreview : null,
    checks: landed?.checks ?? null,
    risk: taskOf(job.kind, params)?.planning.riskLevel ?? null,
  };
}

const forgottenOr = (refusal: Refusal): Refusal | null => (refusal.code === "not_found" ? null : refusal);

const entryOf = ({ sha, subject, completionId, jobId }: ContentCommit, known: Known | null): ChangeEntry => ({
  sha,
  subject,
  jobId: known?.job.jobId ?? jobId,
  requestId: known?.job.requestId ?? null,
  sessionId: known?.job.sessionId ?? null,
  completionId: known?.job.completionId ?? completionId,
  prompt: known?.prompt ?? null,
  checks: known?.checks ?? null,
  risk: known?.risk ?? null,
});
