import { shortId, uuid } from "@pushpals/protocol";
import { done, failed } from "../../outcome";
import { conflictedFiles, gitWords, type Perform, type ScriptContext, stagedTree, writeTree } from "./script-context";

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
    const later = await laterCommits(context, sha, files);
    const standing = later.length > 0 ? ` On it stand: ${later.map(said).join("; ")}. Undo those first.` : "";
    return failed(
      "revert_conflict",
      `Later changes stand in the way of undoing ${commit}${where}.${standing} Git says: ${gitWords(reverted)}`.slice(
        0,
        3_000,
      ),
      { files: files.slice(0, 100), later },
    );
  }
  const after = await writeTree(context);
  if (!after.ok) return after;
  if (after.value === before.value)
    return failed("nothing_changed", `What ${commit} changed is undone already, or was never a change.`);
  return done(`reverted ${sha.slice(0, 12)}`);
};

const MAX_LATER = 10;
const FORMAT = "--format=%h%x00%s%x00%(trailers:key=PushPals-Job,valueonly,separator=%x2C)%x00";

/** A commit that touched the same files since, and the job that made it. */
type Later = {
  commit: string;
  subject: string;
  job: string | null;
};

/** What stands on a commit: the commits of the branch that touched these files after it, newest first. */
async function laterCommits({ workspace, signal }: ScriptContext, sha: string, files: string[]): Promise<Later[]> {
  if (files.length === 0) return [];
  const range = `${sha}..${workspace.clone.baseSha}`;
  const listed = await workspace.git(
    ["--literal-pathspecs", "log", `--max-count=${MAX_LATER}`, FORMAT, "--end-of-options", range, "--", ...files],
    { signal },
  );
  const fields = listed.ok ? listed.stdout.split("\0") : [];
  const later: Later[] = [];
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const job = uuid.safeParse(fields[at + 2]?.split(",").at(-1)?.trim());
    later.push({
      commit: fields[at]?.trim() ?? "",
      subject: fields[at + 1] ?? "",
      job: job.success ? shortId(job.data) : null,
    });
  }
  return later;
}

const said = ({ commit, subject, job }: Later): string =>
  `${commit} "${subject}"${job === null ? "" : ` (job ${job})`}`;
