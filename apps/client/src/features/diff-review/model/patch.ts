import type { ChangedFile, DiffSummary } from "@pushpals/protocol";
import { parsePatch } from "diff";

/** One file of a diff. Its text is parsed when it is looked at, so that a large diff opens as fast as a small one. */
export interface PatchFile {
  /** Stable within the diff. */
  key: string;
  path: string;
  /** The path before a rename or copy. */
  from: string | null;
  status: ChangedFile["status"];
  /** Null for a binary file. */
  additions: number | null;
  deletions: number | null;
  /** What is told instead of lines: of a binary file, or of a change of the mode alone. */
  note: string | null;
  /** All of its lines in the diff; 0 where there is nothing to show. */
  size: number;
  hunks(): Hunk[];
}

export interface Hunk {
  oldStart: number;
  newStart: number;
  oldLines: number;
  newLines: number;
  /** What git found the hunk to be in, such as the head of a function. */
  section: string;
  lines: PatchLine[];
}

export interface PatchLine {
  mark: " " | "+" | "-";
  /** Number in the file before and after; null where it is not there. */
  old: number | null;
  new: number | null;
  text: string;
  /** The last line of its file, without an end. */
  unended: boolean;
}

export interface Patch {
  files: PatchFile[];
  fileCount: number;
  additions: number;
  deletions: number;
  /** The patch was cut for storage: what follows its end is not here, nor are files that the summary tells of. */
  truncated: boolean;
}

/** The diff of a job as files. Never throws, whatever the text: what cannot be read is told in the file's note. */
export function readPatch(text: string, diff: DiffSummary, truncated: boolean): Patch {
  const known = new Map(diff.files.map((file) => [file.path, file]));
  const files = splitFiles(text).map((part, index) => readFile(part, index, known));
  const { fileCount, additions, deletions } = diff;
  return { files, fileCount, additions, deletions, truncated };
}

/** The text of each file: a line that begins with `diff --git ` is never one of a hunk's. */
function splitFiles(text: string): string[] {
  const starts: number[] = [];
  for (let at = text.startsWith("diff --git ") ? 0 : text.indexOf("\ndiff --git ") + 1 || -1; at !== -1; ) {
    starts.push(at);
    const next = text.indexOf("\ndiff --git ", at);
    at = next === -1 ? -1 : next + 1;
  }
  return starts.map((start, index) => text.slice(start, starts[index + 1]));
}

function readFile(text: string, index: number, known: ReadonlyMap<string, ChangedFile>): PatchFile {
  const firstHunk = text.search(/^@@ /m);
  const head = parseHead(firstHunk === -1 ? text : text.slice(0, firstHunk));
  const told = known.get(head.path);
  const body = firstHunk === -1 ? "" : text.slice(firstHunk);
  const counted = told ?? count(body);
  let hunks: Hunk[] | undefined;
  return {
    key: `${index}:${head.path}`,
    ...head,
    from: told?.from ?? head.from,
    status: told?.status ?? head.status,
    additions: head.note === BINARY ? null : counted.additions,
    deletions: head.note === BINARY ? null : counted.deletions,
    size: body === "" ? 0 : body.split("\n").length - 1,
    hunks: () => {
      hunks ??= readHunks(body);
      return hunks;
    },
  };
}

const BINARY = "A binary file: there are no lines to show.";
type Head = Pick<PatchFile, "path" | "from" | "status" | "note">;

function parseHead(text: string): Head {
  const parsed = attempt(text);
  const oldName = without(parsed?.oldFileName, "a/");
  const newName = without(parsed?.newFileName, "b/");
  const moved = parsed?.isRename || parsed?.isCopy;
  const deleted = parsed?.isDelete || (newName === null && oldName !== null);
  const created = parsed?.isCreate || (oldName === null && newName !== null);
  const path = newName ?? oldName ?? text.split("\n", 1)[0] ?? "";
  return {
    path,
    from: moved ? oldName : null,
    status: deleted
      ? "deleted"
      : created
        ? "added"
        : parsed?.isRename
          ? "renamed"
          : parsed?.isCopy
            ? "copied"
            : "modified",
    note: parsed?.isBinary ? BINARY : modeNote(parsed?.oldMode, parsed?.newMode, !created && !deleted),
  };
}

const modeNote = (before: string | undefined, after: string | undefined, both: boolean): string | null =>
  both && before && after && before !== after ? `Its mode goes from ${before} to ${after}.` : null;

const without = (name: string | undefined, prefix: string): string | null =>
  name === undefined || name === "/dev/null" ? null : name.startsWith(prefix) ? name.slice(prefix.length) : name;

/** The library throws at what it does not understand, and at a hunk that was cut. */
function attempt(text: string) {
  try {
    return parsePatch(text)[0];
  } catch (_notAPatch) {
    return undefined;
  }
}

function count(body: string): { additions: number; deletions: number } {
  let additions = 0;
  let deletions = 0;
  for (const line of body.split("\n"))
    if (line.startsWith("+")) additions += 1;
    else if (line.startsWith("-")) deletions += 1;
  return { additions, deletions };
}

/** Where the text was cut inside of a hunk, the whole hunks before it are shown. */
function readHunks(body: string): Hunk[] {
  const parsed = attempt(`--- a/x\n+++ b/x\n${body}`);
  if (!parsed) {
    const last = body.lastIndexOf("\n@@ ");
    return last === -1 ? [] : readHunks(body.slice(0, last + 1));
  }
  const sections = [...body.matchAll(/^@@ [^@]* @@ ?(.*)$/gm)].map((match) => match[1] ?? "");
  return parsed.hunks.map(({ oldStart, newStart, oldLines, newLines, lines }, index) => ({
    oldStart,
    newStart,
    oldLines,
    newLines,
    section: sections[index] ?? "",
    lines: numberLines(lines, oldStart, newStart),
  }));
}

function numberLines(lines: readonly string[], oldStart: number, newStart: number): PatchLine[] {
  const numbered: PatchLine[] = [];
  let old = oldStart;
  let now = newStart;
  for (const line of lines) {
    const mark = line.charAt(0);
    const text = line.slice(1).replace(/\r$/, "");
    if (mark === "\\") {
      const last = numbered.at(-1);
      if (last) last.unended = true;
    } else if (mark === "+") numbered.push({ mark, old: null, new: now++, text, unended: false });
    else if (mark === "-") numbered.push({ mark, old: old++, new: null, text, unended: false });
    else numbered.push({ mark: " ", old: old++, new: now++, text, unended: false });
  }
  return numbered;
}
