import { createHash } from "node:crypto";
import type { ChangedFile, DiffSummary } from "@pushpals/protocol";
import { git, saidBy } from "../git";
import { checkSha } from "../names";
import type { Diff, GitResult } from "../types";

const PATCH_MAX_BYTES = 1024 * 1024;
/** Files that a summary lists; its totals are over all. */
const LISTED_FILES = 500;
const SHOWN = ["--no-ext-diff", "--no-textconv", "--no-color", "--find-renames", "--diff-algorithm=myers"];

/** What `sha` changes against `base`. Only text is cut: the hash and the totals are over the whole change. */
export async function diffCommits(gitDir: string, base: string, sha: string): Promise<Diff> {
  const range = ["--end-of-options", checkSha(base), checkSha(sha)];
  const [raw, numbers, patch] = await Promise.all([
    git(["diff", "--raw", "-z", "--no-abbrev", ...SHOWN, ...range], { gitDir }),
    git(["diff", "--numstat", "-z", ...SHOWN, ...range], { gitDir }),
    git(["diff", "--patch", "--binary", "--full-index", ...SHOWN, ...range], { gitDir }),
  ]);
  for (const result of [raw, numbers]) if (!result.ok) throw new Error(`git diff: ${saidBy(result)}`);
  if (!patch.ok && !patch.outputTruncated) throw new Error(`git diff: ${saidBy(patch)}`);
  const files = withLines(parseRaw(raw.stdout), parseNumstat(numbers.stdout));
  const text = cutAtLine(patch.bytes);
  return {
    summary: summarise(files, patch),
    patch: text,
    truncated: patch.outputTruncated || patch.bytes.length > PATCH_MAX_BYTES,
  };
}

function summarise(files: ChangedFile[], patch: GitResult): DiffSummary {
  const sum = (count: (file: ChangedFile) => number | null) => files.reduce((all, file) => all + (count(file) ?? 0), 0);
  return {
    sha256: patch.outputTruncated ? patch.outputSha256 : createHash("sha256").update(patch.bytes).digest("hex"),
    fileCount: files.length,
    additions: sum((file) => file.additions),
    deletions: sum((file) => file.deletions),
    files: files.slice(0, LISTED_FILES),
  };
}

type Change = Pick<ChangedFile, "path" | "from" | "status">;
type Lines = Pick<ChangedFile, "additions" | "deletions">;

const STATUS: Record<string, ChangedFile["status"]> = {
  A: "added",
  M: "modified",
  D: "deleted",
  R: "renamed",
  C: "copied",
  T: "type_changed",
};

/** `:<mode> <mode> <sha> <sha> <status>` NUL path NUL, and a second path after a rename or copy. */
function parseRaw(output: string): Change[] {
  const fields = output.split("\0");
  const changes: Change[] = [];
  for (let at = 0; fields[at]?.startsWith(":"); ) {
    const letter = fields[at]?.split(" ")[4]?.[0] ?? "M";
    const moved = letter === "R" || letter === "C";
    const [first = "", second = ""] = fields.slice(at + 1, at + 3);
    const status = STATUS[letter] ?? "modified";
    changes.push(moved ? { path: second, from: first, status } : { path: first, status });
    at += moved ? 3 : 2;
  }
  return changes;
}

/** `<added> TAB <deleted> TAB <path>` NUL; after a rename the path is empty and two fields follow. `-` is binary. */
function parseNumstat(output: string): Lines[] {
  const fields = output.split("\0");
  const all: Lines[] = [];
  for (let at = 0; at < fields.length - 1; at++) {
    const [added = "-", deleted = "-", path] = (fields[at] ?? "").split("\t");
    all.push({ additions: asCount(added), deletions: asCount(deleted) });
    if (path === "") at += 2;
  }
  return all;
}

const asCount = (text: string): number | null => (text === "-" ? null : Number(text));

/** Both lists of git have the same order. */
function withLines(changes: Change[], lines: Lines[]): ChangedFile[] {
  if (changes.length !== lines.length) throw new Error("git diff: --raw and --numstat tell of different files");
  return changes.map((change, index) => ({ ...change, ...(lines[index] ?? { additions: null, deletions: null }) }));
}

function cutAtLine(bytes: Uint8Array): string {
  if (bytes.length <= PATCH_MAX_BYTES) return new TextDecoder().decode(bytes);
  const end = bytes.lastIndexOf(0x0a, PATCH_MAX_BYTES - 1);
  return new TextDecoder().decode(bytes.subarray(0, end === -1 ? PATCH_MAX_BYTES : end + 1));
}
