import type { GitResult, TreeMerge } from "./types";

/**
 * Three-way merge of two commits on their merge base, in the object store: no index, no checkout, so nothing to
 * clean up after a crash, and contents, modes and links stay byte for byte. `.gitattributes` of the work tree that `run`
 * has, if any, decide on merge drivers that are built in (`union`, `binary`).
 */
export async function mergeTree(
  run: (args: readonly string[]) => Promise<GitResult>,
  ours: string,
  theirs: string,
): Promise<TreeMerge> {
  const result = await run(["merge-tree", "--write-tree", "-z", "--name-only", "--end-of-options", ours, theirs]);
  const [tree = "", ...rest] = result.stdout.split("\0");
  if (result.exitCode === 0 && result.ok) return { kind: "clean", tree };
  if (result.exitCode !== 1 || result.terminationReason !== "exited") return { kind: "failed", result };
  const end = rest.indexOf("");
  const files = [...new Set(rest.slice(0, end < 0 ? undefined : end))];
  return { kind: "conflict", tree, files, messages: conflictMessages(end < 0 ? [] : rest.slice(end + 1)) };
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
