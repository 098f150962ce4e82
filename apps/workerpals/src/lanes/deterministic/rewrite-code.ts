import { extensionsOf, LANGUAGES } from "@pushpals/shared/syntax";
import { done, failed } from "../../outcome";
import { matchingFiles } from "./matching-files";
import type { Perform } from "./script-context";
import { transformInChild } from "./transform-in-child";
import { writeTransformed } from "./write-transformed";

interface Rewrite {
  language: string;
  pattern: string;
  rewrite: string;
  globs: string[];
}

/** `/rewrite`: by the syntax tree, in files of the language, and in any file that is named without a glob. */
export const rewriteCode: Perform<Rewrite> = async (operation, context) => {
  const extensions = extensionsOf(operation.language);
  if (extensions === null)
    return failed(
      "script_invalid",
      `"${operation.language}" cannot be rewritten here. Available: ${Object.keys(LANGUAGES).join(", ")}. For other languages use /replace or /patch.`,
    );
  const files = await matchingFiles(operation.globs, context);
  if (!files.ok) return files;
  const fitting = files.value.filter(
    (file) => file.byName || extensions.some((end) => file.path.toLowerCase().endsWith(end)),
  );
  if (fitting.length === 0)
    return failed("path_missing", `No file that matches is ${operation.language} (${extensions.join(", ")}).`);
  const { language, pattern, rewrite } = operation;
  const changed = await transformInChild({ kind: "rewrite", language, pattern, rewrite }, fitting, context);
  if (!changed.ok) return changed;
  const report = await writeTransformed(changed.value, "rewrite", context);
  if (!report.ok) return report;
  if (report.value !== null) return done(report.value);
  return failed(
    "nothing_changed",
    `The pattern \`${pattern}\` changes nothing in the ${fitting.length} files that match.`,
  );
};
