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

/**
 * Three-way merge of two commits on their merge base, in the object store: no index, no checkout, so nothing to
 * clean up after a crash, and contents, modes and links stay byte for byte. `.gitattributes` of the place's work
 * tree decide on merge drivers that are built in (`union`, `binary`).
 */
export async function mergeCommits(place: GitPlace, ours: string, theirs: string): Promise<Merged> {
  const args = ["merge-tree", "--write-tree", "-z", "--name-only", "--end-of-options", ours, theirs];
  const result = await place.git(args);
  const [tree = "", ...rest] = result.stdout.split("\0");
  if (result.exitCode === 0 && result.ok) return { ok: true, tree };
  if (result.exitCode !== 1 || result.terminationReason !== "exited")
    return gitTrouble("Two commits could not be merged", result);
  const end = rest.indexOf("");
  const conflicts = [...new Set(rest.slice(0, end < 0 ? undefined : end))];
  return { ok: false, conflicts, messages: conflictMessages(end < 0 ? [] : rest.slice(end + 1)), tree, ours };
}

/** Fields: number of paths, the paths, kind, text; again and again. */
function conflictMessages(fields: readonly string[]): string {
  const texts: string[] = [];
  for (let at = 0; at + 1 < fields.length; ) {
    const paths = Number(fields[at]);
    const [kind, text] = [fields[at + paths + 1], fields[at + paths + 2]];
    if (kind?.startsWith("CONFLICT") && text) texts.push(text.trim());
    at += paths + 3;
  }
  return texts.join("\n");
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
