import { done, type Outcome } from "../../outcome";
import type { ScriptContext } from "./script-context";
import type { Transformed } from "./transform-in-child";

const LISTED = 100;

/** Writes what changed and tells the counts, file by file; null when nothing changed. */
export async function writeTransformed(
  files: readonly Transformed[],
  noun: string,
  context: ScriptContext,
): Promise<Outcome<string | null>> {
  const lines: string[] = [];
  let total = 0;
  for (const { path, count, content } of files) {
    if (content === null || count === 0) continue;
    const before = await context.workspace.files.read(path);
    if (!before.ok) return before;
    if (before.value.equals(content)) continue;
    const written = await context.workspace.files.write(path, content);
    if (!written.ok) return written;
    total += count;
    lines.push(`${path}: ${plural(count, noun)}`);
    context.report.note(lines.at(-1) ?? "");
  }
  if (lines.length === 0) return done(null);
  const rest = lines.length > LISTED ? [`… and ${lines.length - LISTED} more files`] : [];
  return done(
    [`${plural(total, noun)} in ${plural(lines.length, "file")}`, ...lines.slice(0, LISTED), ...rest].join("\n"),
  );
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
