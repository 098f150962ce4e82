import type { DiffSummary } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { type Config, dataDir } from "../config/index";
import { git, mirrorDirIn } from "../git/index";
import { diffCommits } from "../git/mirror/diff-commits";
import { type LandedCommit, landedCommits } from "./landed-commits";
import { entriesOf, type ReviewEntry } from "./review-entries";

/** Entries that one review reads; older ones are counted. */
const MAX_COMMITS = 100;

/** Where a review is read: Push Pals' own mirror, which follows the remote within a minute. */
export interface ReviewPlace {
  mirrorDir: string;
  integration: string;
  base: string;
}

export const reviewPlace = (config: Config): ReviewPlace => ({
  mirrorDir: mirrorDirIn(dataDir(config)),
  integration: config.source_control_manager.integration_branch,
  base: config.source_control_manager.base_branch,
});

export interface Review {
  ok: true;
  integration: string;
  base: string;
  head: string;
  baseHead: string;
  /** Whether the base branch can become `head` without a merge. */
  fastForward: boolean;
  /** Oldest first. */
  entries: ReviewEntry[];
  /** Commits that are older than the entries. */
  older: number;
  /** All of it together, against where the two branches parted. */
  total: Pick<DiffSummary, "fileCount" | "additions" | "deletions">;
}

/** What the integration branch has that the base branch lacks, from git and from the server's data. Reads only. */
export async function readReview(
  place: ReviewPlace,
  client: Pick<Client, "jobs" | "requests">,
  signal?: AbortSignal,
): Promise<Review | { ok: false; message: string }> {
  const { mirrorDir, integration, base } = place;
  const read = async (args: readonly string[]): Promise<string | null> => {
    const result = await git(args, { gitDir: mirrorDir, signal });
    return result.ok ? result.stdout.trim() : null;
  };
  const resolve = (ref: string) => read(["rev-parse", "--quiet", "--verify", "--end-of-options", `${ref}^{commit}`]);
  const [head, baseHead] = await Promise.all([
    resolve(`refs/heads/${integration}`),
    resolve(`refs/remotes/origin/${base}`),
  ]);
  if (head === null || baseHead === null)
    return {
      ok: false,
      message: `Push Pals' copy of the repository does not have ${head === null ? integration : base} yet. Is it running?`,
    };
  const parted = (await read(["merge-base", "--end-of-options", baseHead, head])) ?? baseHead;
  const range = `${baseHead}..${head}`;
  const counted = await read(["rev-list", "--count", "--first-parent", "--end-of-options", range]);
  const listed = await landedCommits(mirrorDir, range, [`--max-count=${MAX_COMMITS}`], signal);
  if (!listed.ok) return listed;
  const broughtIn = await fromBase(listed.commits, baseHead, read);
  const commits = listed.commits.filter((commit) => !broughtIn.has(commit.sha)).reverse();
  const [entries, { summary }] = await Promise.all([
    entriesOf(mirrorDir, commits, client, signal),
    diffCommits(mirrorDir, parted, head),
  ]);
  const { fileCount, additions, deletions } = summary;
  return {
    ok: true,
    integration,
    base,
    head,
    baseHead,
    fastForward: parted === baseHead,
    entries,
    older: Math.max(0, Number(counted ?? 0) - listed.commits.length),
    total: { fileCount, additions, deletions },
  };
}

type Read = (args: readonly string[]) => Promise<string | null>;

const isEmpty = async (sha: string, read: Read): Promise<boolean> =>
  (await read(["diff-tree", "--quiet", "--end-of-options", `${sha}^1`, sha])) !== null;

/** Merges that only brought the base branch in, or only tie a former head to what was rebased: it lacks nothing of them. */
async function fromBase(commits: readonly LandedCommit[], baseHead: string, read: Read): Promise<Set<string>> {
  const found = new Set<string>();
  for (const { sha, parents } of commits) {
    const [, second] = parents;
    if (second === undefined) continue;
    const contained = await read(["merge-base", "--is-ancestor", "--end-of-options", second, baseHead]);
    if (contained !== null || (await isEmpty(sha, read))) found.add(sha);
  }
  return found;
}
