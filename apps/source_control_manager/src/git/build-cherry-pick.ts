import type { ChangeCommit } from "../merge/landing-state";
import type { BuildOptions, BuildResult } from "./build-options";
import { formatCommit, parseCommit, personLine } from "./commit-object";
import { landingMessage } from "./completion-trailer";
import { conflictFailure } from "./conflict-failure";
import { refused } from "./git-place";
import { reapply } from "./merge-trees";
import { readCommits } from "./read-commits";
import { writeSigned } from "./sign-commit";

/**
 * Re-applies each commit of the change, oldest first. Author, date, encoding and message are kept, the committer is
 * Push Pals. A merge within the change counts as what it brought to its first parent. One whose content is there
 * already is skipped.
 */
export async function buildCherryPick(options: BuildOptions): Promise<BuildResult> {
  const { change, onto, place } = options;
  const parents = await readParents(options);
  if (!parents.ok) return parents;
  let head = onto;
  const commits: string[] = [];
  const skipped: string[] = [];
  for (const commit of change.commits) {
    const parent = parents.trees.get(commit.parents[0] ?? "");
    if (parent === undefined)
      return refused(
        "change_refused",
        `The commit ${commit.sha} starts a history of its own, so it cannot be re-applied.`,
      );
    const merged =
      parent.tree === head.tree
        ? { ok: true as const, tree: commit.tree }
        : await reapply(place, head.tree, parent.sha, commit.sha);
    if ("conflicts" in merged) return { ok: false, failure: await conflictFailure(options, commit.sha, merged) };
    if (!merged.ok) return merged;
    if (merged.tree === head.tree) {
      skipped.push(commit.sha);
      continue;
    }
    const written = await writeSigned(place, copyOf(commit, merged.tree, head.sha, options));
    if (!written.ok) return written;
    head = { sha: written.sha, tree: merged.tree };
    commits.push(written.sha);
  }
  if (commits.length === 0) return { ok: true, nothingLeft: true };
  return { ok: true, built: { onto: onto.sha, head: head.sha, tree: head.tree, commits, skipped } };
}

/** Trees of all first parents: those within the change are known, the others are read. */
async function readParents({ place, change }: BuildOptions) {
  const trees = new Map(change.commits.map((commit) => [commit.sha, { sha: commit.sha, tree: commit.tree }]));
  const missing = change.commits.flatMap(({ parents: [first] }) => (first && !trees.has(first) ? [first] : []));
  const read =
    missing.length > 0 ? await readCommits(place, [...new Set(missing)]) : { ok: true as const, commits: [] };
  if (!read.ok) return read;
  for (const commit of read.commits) trees.set(commit.sha, { sha: commit.sha, tree: commit.tree });
  return { ok: true as const, trees };
}

function copyOf(commit: ChangeCommit, tree: string, parent: string, options: BuildOptions): Uint8Array {
  const original = parseCommit(commit.raw);
  if (!original) throw new Error(`${commit.sha} was read as a commit before`);
  return formatCommit({
    ...original,
    tree,
    parents: [parent],
    committer: personLine(options.committer.name, options.committer.email, options.nowMs),
    message: landingMessage(original.message, options),
  });
}
