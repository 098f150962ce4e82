import { patchFiles } from "@pushpals/protocol";
import type { GitResult } from "@pushpals/shared/git";
import { done, failed, type Outcome } from "../../outcome";
import { conflictedFiles, gitWords, type Perform, type ScriptContext, stagedTree, writeTree } from "./script-context";

const APPLY = ["apply", "--index", "--binary", "--whitespace=nowarn"];

/** `/patch`: as it stands, or else by a three-way merge where the repository has the files that it was made from. */
export const applyPatch: Perform<{ diff: string }> = async ({ diff }, context) => {
  const before = await stagedTree(context);
  if (!before.ok) return before;
  const { workspace, signal } = context;
  const plain = await workspace.git(APPLY, { stdin: diff, signal });
  if (!plain.ok) {
    const merged = await workspace.git([...APPLY, "--3way"], { stdin: diff, signal });
    if (!merged.ok) return doesNotApply(context, diff, plain);
    context.report.note("The patch was made for other versions of its files; a three-way merge fitted it in.");
  }
  const after = await writeTree(context);
  if (!after.ok) return after;
  if (after.value === before.value)
    return failed("nothing_changed", "The patch changes nothing: it is applied already.");
  const files = new Set(patchFiles(diff).map((file) => file.path));
  return done(`patched ${files.size} ${files.size === 1 ? "file" : "files"}`);
};

async function doesNotApply(context: ScriptContext, diff: string, plain: GitResult): Promise<Outcome<never>> {
  const conflicts = await conflictedFiles(context);
  const rejected = conflicts.length > 0 ? conflicts : rejectedFiles(diff, plain.stderr);
  const files = rejected.length > 0 ? ` (${rejected.slice(0, 10).join(", ")})` : "";
  return failed(
    "patch_does_not_apply",
    `The patch does not fit the files as they are${files}. Git says: ${gitWords(plain)}`,
    { files: rejected.slice(0, 100), git: gitWords(plain) },
  );
}

/** The files of the patch that git's errors name. */
function rejectedFiles(diff: string, stderr: string): string[] {
  const errors = stderr.split("\n").filter((line) => line.startsWith("error:"));
  const files = [...new Set(patchFiles(diff).map((file) => file.path))];
  return files.filter((file) => errors.some((line) => line.includes(` ${file}:`) || line.endsWith(` ${file}`)));
}
