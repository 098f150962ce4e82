import { done, failed } from "../../outcome";
import { type MatchedFile, matchingFiles } from "./matching-files";
import type { Perform } from "./script-context";
import { type Transformed, transformInChild } from "./transform-in-child";
import { writeTransformed } from "./write-transformed";

interface Replace {
  search: string;
  replacement: string;
  globs: string[];
  regex: boolean;
}

/** `/replace`: the same bytes everywhere, or a JavaScript expression in files that are UTF-8. */
export const replaceText: Perform<Replace> = async (operation, context) => {
  const files = await matchingFiles(operation.globs, context);
  if (!files.ok) return files;
  const changed = operation.regex
    ? await transformInChild(
        { kind: "replace", search: operation.search, replacement: operation.replacement },
        files.value,
        context,
      )
    : done(files.value.map((file) => replaceBytes(file, operation)));
  if (!changed.ok) return changed;
  const report = await writeTransformed(changed.value, "replacement", context);
  if (!report.ok) return report;
  if (report.value !== null) return done(report.value);
  return failed("nothing_changed", `"${operation.search}" is in none of the ${files.value.length} files that match.`);
};

/** Latin-1 maps each byte to one character, so that text of any encoding comes out as it was. */
function replaceBytes(file: MatchedFile, { search, replacement }: Replace): Transformed {
  const parts = file.bytes.toString("latin1").split(Buffer.from(search).toString("latin1"));
  const joined = parts.join(Buffer.from(replacement).toString("latin1"));
  return { path: file.path, count: parts.length - 1, content: Buffer.from(joined, "latin1") };
}
