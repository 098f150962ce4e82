import type { Identity } from "@pushpals/shared/git";
import { type CommitObject, formatCommit, parseCommit, personLine } from "../git/commit-object";
import { isContained } from "../git/find-landed";
import { type GitPlace, gitTrouble, type Refused } from "../git/git-place";
import { type Merged, reapply } from "../git/merge-trees";
import { readCommits } from "../git/read-commits";
import { writeSigned } from "../git/sign-commit";
import type { ChangeCommit } from "../merge/landing-state";
import type { BranchNames } from "./remote-heads";
import { writeOwnCommit } from "./write-own-commit";

/** A commit of the integration branch as it was, and as it stands on the base branch. */
export interface Carried {
  from: string;
  to: string;
}

export type Rebased =
  | { ok: true; sha: string; tree: string; carried: Carried[] }
  | Exclude<Merged, { ok: true }>
  | Refused;

/**
 * Replays what the integration branch has and the base branch lacks on top of the base branch, oldest first: author,
 * dates and message are kept, what the base has by now is dropped. The former head is tied in as the second parent of a
 * last commit that changes nothing, so the branch moves forward and nobody's clone is left behind: nothing is forced.
 */
export async function buildRebase(
  place: GitPlace,
  names: BranchNames,
  heads: { integration: string; base: string },
  committer: Identity,
): Promise<Rebased> {
  const listed = await commitsToReplay(place, heads);
  if (!listed.ok) return listed;
  const read = await readCommits(place, [heads.base]);
  const base = read.ok ? read.commits[0] : undefined;
  if (!read.ok) return read;
  if (!base) throw new Error("what was asked for is answered");
  let head = { sha: base.sha, tree: base.tree };
  const carried: Carried[] = [];
  for (const commit of listed.commits) {
    const [parent = ""] = commit.parents;
    const merged = await reapply(place, head.tree, parent, commit.sha);
    if (!merged.ok) return merged;
    if (merged.tree === head.tree) continue;
    const written = await writeSigned(place, copyOf(commit, merged.tree, head.sha, committer));
    if (!written.ok) return written;
    head = { sha: written.sha, tree: merged.tree };
    carried.push({ from: commit.sha, to: written.sha });
  }
  const subject = `Rebase ${names.integration} onto ${names.base}`;
  const parents = [head.sha, heads.integration];
  const tied = await writeOwnCommit(place, { tree: head.tree, parents, subject }, committer);
  return tied.ok ? { ok: true, sha: tied.sha, tree: head.tree, carried } : tied;
}

/** The first-parent line, without merges that only brought the base branch in. */
async function commitsToReplay(
  place: GitPlace,
  { integration, base }: { integration: string; base: string },
): Promise<{ ok: true; commits: ChangeCommit[] } | Refused> {
  const listed = await place.git([
    "rev-list",
    "--first-parent",
    "--reverse",
    "--end-of-options",
    integration,
    `^${base}`,
  ]);
  if (!listed.ok) return gitTrouble("The commits to replay could not be listed", listed);
  const read = await readCommits(
    place,
    listed.stdout.split("\n").filter((sha) => sha !== ""),
  );
  if (!read.ok) return read;
  const commits: ChangeCommit[] = [];
  for (const commit of read.commits) {
    const [, second] = commit.parents;
    const fromBase = second === undefined ? null : await isContained(place, second, base);
    if (fromBase && !fromBase.ok) return fromBase;
    if (!fromBase?.contained) commits.push(commit);
  }
  return { ok: true, commits };
}

/** Only what Push Pals committed has it as its committer again: a trailer counts by that. */
function copyOf(commit: ChangeCommit, tree: string, parent: string, committer: Identity): Uint8Array {
  const original: CommitObject | null = parseCommit(commit.raw);
  if (!original) throw new Error(`${commit.sha} was read as a commit before`);
  const isOurs = original.committer.includes(`<${committer.email}>`);
  const line = isOurs ? personLine(committer.name, committer.email, Date.now()) : original.committer;
  return formatCommit({ ...original, tree, parents: [parent], committer: line });
}
