import type { jobRoutes, RouteReply } from "@pushpals/protocol";
import type { Commit } from "../commit-change";
import type { WorkerSetup } from "../worker-setup";
import type { MergeFacts } from "./place-change";

type Ahead = RouteReply<typeof jobRoutes.changed>["ahead"][number];
type Given = Pick<WorkerSetup, "mirror" | "integrationBranch">;

/** Files at odds are what counts; where git names none, this stands for them. */
const SOMEWHERE = "the tree";

/** Has git merge a commit with the head of the integration branch and with each change ahead; null without a branch. */
export async function mergeFacts(
  setup: Given,
  commit: Commit,
  ahead: readonly Ahead[],
  signal: AbortSignal,
): Promise<MergeFacts | null> {
  const sha = await setup.mirror.resolve(`refs/heads/${setup.integrationBranch}`);
  if (sha === null) return null;
  const facts: MergeFacts["ahead"][number][] = [];
  for (const other of ahead)
    facts.push({ jobId: other.jobId, atOdds: await atOddsWith(setup, commit, sha, other, signal) });
  const atOdds = sha === commit.baseSha ? [] : await atOddsBetween(setup, sha, commit.sha, signal);
  return { head: { sha, atOdds }, ahead: facts };
}

async function atOddsWith(setup: Given, commit: Commit, head: string, other: Ahead, signal: AbortSignal) {
  const { mirror } = setup;
  // The commit of another machine's worker is on the remote once its job is done.
  if ((await mirror.resolve(other.commitSha)) !== other.commitSha && other.branch !== null)
    await mirror.fetchBranch(other.branch, signal);
  if ((await mirror.resolve(other.commitSha)) !== other.commitSha) return null;
  const atOdds = await atOddsBetween(setup, other.commitSha, commit.sha, signal);
  if (atOdds === null || atOdds.length === 0) return atOdds;
  // It may have landed as a copy of itself, and the hub not know yet.
  const landed = await mirror.merge(head, other.commitSha, signal);
  return landed.kind === "clean" && landed.tree === (await mirror.treeOf(head)) ? [] : atOdds;
}

async function atOddsBetween({ mirror }: Given, ours: string, theirs: string, signal: AbortSignal) {
  const merged = await mirror.merge(ours, theirs, signal);
  if (merged.kind === "clean") return [];
  if (merged.kind === "failed") return null;
  return merged.files.length > 0 ? merged.files : [SOMEWHERE];
}
