import { mergeTree } from "@pushpals/shared/git";
import { formatCommit } from "./commit-object";
import { type GitPlace, gitTrouble, type Refused } from "./git-place";

/** Two sides that do not fit. `tree` has the files with git's marks where they differ; `ours` is the commit's name in them. */
export interface Conflict {
  ok: false;
  conflicts: string[];
  messages: string;
  tree: string;
  ours: string;
}

export type Merged = { ok: true; tree: string } | Conflict | Refused;

/** Three-way merge of two commits on their merge base, in the object store; the place's work tree has the attributes. */
export async function mergeCommits(place: GitPlace, ours: string, theirs: string): Promise<Merged> {
  const merged = await mergeTree((args) => place.git(args), ours, theirs);
  if (merged.kind === "clean") return { ok: true, tree: merged.tree };
  if (merged.kind === "failed") return gitTrouble("Two commits could not be merged", merged.result);
  const { files: conflicts, messages, tree } = merged;
  return { ok: false, conflicts, messages, tree, ours };
}

/**
 * What `commit` changes against `parent`, re-applied on the tree `onto`.
 * The merge base is `parent`, made so by a commit of the tree `onto` that has it as its only parent.
 */
export async function reapply(place: GitPlace, onto: string, parent: string, commit: string): Promise<Merged> {
  const nobody = "Push Pals <> 0 +0000";
  const ours = await writeCommit(
    place,
    formatCommit({ tree: onto, parents: [parent], author: nobody, committer: nobody, encoding: null, message: "" }),
  );
  return ours.ok ? await mergeCommits(place, ours.sha, commit) : ours;
}

export async function writeCommit(place: GitPlace, raw: Uint8Array): Promise<{ ok: true; sha: string } | Refused> {
  const result = await place.git(["hash-object", "-t", "commit", "-w", "--stdin"], { stdin: raw });
  return result.ok ? { ok: true, sha: result.stdout.trim() } : gitTrouble("A commit could not be written", result);
}
