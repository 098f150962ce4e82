import { done, failed } from "../../outcome";
import { conflictedFiles, gitWords, type Perform, stagedTree, writeTree } from "./script-context";

/** `/revert`: undoes a commit of the history; of a merge, what it brought into its first parent. */
export const revertCommit: Perform<{ commit: string }> = async ({ commit }, context) => {
  const { workspace, signal } = context;
  const before = await stagedTree(context);
  if (!before.ok) return before;
  const resolved = await workspace.git(["rev-list", "--parents", "-n", "1", "--end-of-options", `${commit}^{commit}`], {
    signal,
  });
  if (!resolved.ok)
    return failed("commit_missing", `There is no one commit "${commit}". Git says: ${gitWords(resolved)}`);
  const [sha = "", ...parents] = resolved.stdout.trim().split(" ");
  const known = await workspace.git(["merge-base", "--is-ancestor", sha, workspace.clone.baseSha], { signal });
  if (!known.ok)
    return failed(
      "commit_missing",
      `The commit ${commit} is not in the history of the integration branch, so there is nothing to undo.`,
    );
  const mainline = parents.length > 1 ? ["--mainline", "1"] : [];
  const reverted = await workspace.git(["revert", "--no-commit", ...mainline, sha], { signal });
  if (!reverted.ok) {
    const files = await conflictedFiles(context);
    const where = files.length > 0 ? ` in ${files.slice(0, 10).join(", ")}` : "";
    return failed(
      "revert_conflict",
      `Later changes stand in the way of undoing ${commit}${where}. Git says: ${gitWords(reverted)}`,
      { files: files.slice(0, 100) },
    );
  }
  const after = await writeTree(context);
  if (!after.ok) return after;
  if (after.value === before.value)
    return failed("nothing_changed", `What ${commit} changed is undone already, or was never a change.`);
  return done(`reverted ${sha.slice(0, 12)}`);
};
