import type { BuildOptions, BuildResult } from "./build-options";
import { gitTrouble, refused } from "./git-place";

/** The change itself becomes the head. Its commits are not rewritten, so they carry no trailer. */
export async function buildFastForward({ place, change, onto, completion }: BuildOptions): Promise<BuildResult> {
  const ancestor = await place.git(["merge-base", "--is-ancestor", "--end-of-options", onto.sha, change.sha]);
  if (ancestor.exitCode === 1)
    return refused(
      "not_fast_forward",
      `The integration branch has moved since the change was started, and the strategy ff-only does not merge. The work is kept on ${completion.branch}; ask for it again on the new state.`,
      { onto: onto.sha, base: change.base, branch: completion.branch },
    );
  if (!ancestor.ok) return gitTrouble("Ancestry could not be checked", ancestor);
  const tip = change.commits.at(-1);
  if (!tip) return { ok: true, nothingLeft: true };
  const commits = change.commits.map((commit) => commit.sha);
  return { ok: true, built: { onto: onto.sha, head: change.sha, tree: tip.tree, commits, skipped: [] } };
}
