import type { Identity } from "@pushpals/shared/git";
import { isContained } from "../git/find-landed";
import { type GitPlace, gitTrouble, type Refused, refused } from "../git/git-place";
import { mergeCommits } from "../git/merge-trees";
import { readCommits } from "../git/read-commits";
import { buildRebase, type Carried } from "./rebase-branch";
import type { BranchNames } from "./remote-heads";
import { writeOwnCommit } from "./write-own-commit";

/** A head for the integration branch that has the base branch in it. */
export type SyncCandidate = {
  sha: string;
  tree: string;
  how: "fast_forwarded" | "merged" | "rebased";
  /** Commits that were replayed, and as what. */
  carried: Carried[];
};

/** Makes the candidate in the object store; moves nothing. Null when the present head has the base branch already. */
export async function buildSync(
  place: GitPlace,
  names: BranchNames,
  heads: { integration: string; base: string },
  committer: Identity,
  policy: "merge" | "rebase",
): Promise<{ ok: true; candidate: SyncCandidate | null } | Refused> {
  const current = await isContained(place, heads.base, heads.integration);
  if (!current.ok) return current;
  if (current.contained) return { ok: true, candidate: null };
  const behind = await isContained(place, heads.integration, heads.base);
  if (!behind.ok) return behind;
  if (behind.contained) return await fastForward(place, heads.base);
  if (policy === "rebase") {
    const rebased = await buildRebase(place, names, heads, committer);
    if ("conflicts" in rebased) return syncConflict(names, rebased.conflicts);
    if (!rebased.ok) return rebased;
    const { sha, tree, carried } = rebased;
    return { ok: true, candidate: { sha, tree, how: "rebased", carried } };
  }
  const merged = await mergeCommits(place, heads.integration, heads.base);
  if ("conflicts" in merged) return syncConflict(names, merged.conflicts);
  if (!merged.ok) return merged;
  const subject = `Merge ${names.base} into ${names.integration}`;
  const parents = [heads.integration, heads.base];
  const written = await writeOwnCommit(place, { tree: merged.tree, parents, subject }, committer);
  if (!written.ok) return written;
  return { ok: true, candidate: { sha: written.sha, tree: merged.tree, how: "merged", carried: [] } };
}

async function fastForward(place: GitPlace, base: string): Promise<{ ok: true; candidate: SyncCandidate } | Refused> {
  const read = await readCommits(place, [base]);
  const tree = read.ok ? read.commits[0]?.tree : undefined;
  if (!read.ok) return read;
  if (tree === undefined) return gitTrouble("The base branch could not be read", await place.git(["rev-parse", base]));
  return { ok: true, candidate: { sha: base, tree, how: "fast_forwarded", carried: [] } };
}

function syncConflict({ base, integration }: BranchNames, files: string[]): Refused {
  const shown = `${files.slice(0, 20).join(", ")}${files.length > 20 ? ` and ${files.length - 20} more` : ""}`;
  return refused(
    "merge_conflict",
    `${base} and ${integration} conflict in ${shown}. Merge ${base} into ${integration} by hand and push it; it goes on by itself then. Or set source_control_manager.sync_base = "off" to leave them apart for now.`,
    { files: files.slice(0, 500) },
  );
}
