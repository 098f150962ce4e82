import type { Hunk, Patch, PatchFile, PatchLine } from "./patch";

/** What a review shows, one entry a line on the screen, so that a list can show any stretch of it by itself. */
export type DiffRow =
  | { kind: "file"; key: string; file: PatchFile; open: boolean }
  /** Lines between hunks that did not change. */
  | { kind: "gap"; key: string; file: PatchFile; hidden: number; section: string }
  | { kind: "line"; key: string; file: PatchFile; hunk: Hunk; line: PatchLine; pair: PatchLine | null }
  /** Before and after side by side; null where one side has no such line. */
  | { kind: "pair"; key: string; file: PatchFile; hunk: Hunk; left: PatchLine | null; right: PatchLine | null }
  | { kind: "note"; key: string; file: PatchFile; text: string }
  /** A file too large to be opened unasked. */
  | { kind: "folded"; key: string; file: PatchFile }
  | { kind: "end"; key: string; text: string };

export type DiffMode = "unified" | "split";

/** Above this many lines a file is shown only when it is asked for. */
export const FOLD_ABOVE = 800;
const GENERATED =
  /(^|\/)(bun\.lockb?|package-lock\.json|yarn\.lock|pnpm-lock\.yaml|cargo\.lock|poetry\.lock|uv\.lock|go\.sum)$|\.(min\.(js|css)|snap|map)$/i;

/** Whether a file waits for a press before its lines are shown: a long one, and what a tool has written. */
export const isFolded = (file: PatchFile): boolean => file.size > FOLD_ABOVE || GENERATED.test(file.path);

export interface RowOptions {
  mode: DiffMode;
  /** Files that were closed by hand, and folded ones that were opened. */
  closed: ReadonlySet<string>;
  opened: ReadonlySet<string>;
}

/** All rows of a review, in the order of the patch. */
export function diffRows(patch: Patch, options: RowOptions): DiffRow[] {
  const rows = patch.files.flatMap((file) => fileRows(file, options));
  const missing = patch.fileCount - patch.files.length;
  if (patch.truncated || missing > 0) rows.push({ kind: "end", key: "end", text: cutText(missing) });
  return rows;
}

const cutText = (missing: number): string =>
  missing > 0
    ? `The diff was cut here. ${missing === 1 ? "One more file is" : `${missing} more files are`} on the branch of the job.`
    : "The diff was cut here. The branch of the job holds all of it.";

function fileRows(file: PatchFile, { mode, closed, opened }: RowOptions): DiffRow[] {
  const open = !closed.has(file.key);
  const head: DiffRow = { kind: "file", key: file.key, file, open };
  if (!open) return [head];
  if (isFolded(file) && !opened.has(file.key)) return [head, { kind: "folded", key: `${file.key}:folded`, file }];
  const note: DiffRow[] = file.note === null ? [] : [{ kind: "note", key: `${file.key}:note`, file, text: file.note }];
  let reached = 1;
  const lines = file.hunks().flatMap((hunk, index): DiffRow[] => {
    const key = `${file.key}:${index}`;
    const hidden = Math.max(0, hunk.newStart - reached);
    reached = hunk.newStart + hunk.newLines;
    const shown = mode === "split" ? splitRows(file, hunk, key) : unifiedRows(file, hunk, key);
    const gap: DiffRow = { kind: "gap", key: `${key}:gap`, file, hidden, section: hunk.section };
    return hidden > 0 || index > 0 ? [gap, ...shown] : shown;
  });
  const nothing = lines.length === 0 && note.length === 0;
  return [head, ...note, ...lines, ...(nothing ? [emptyNote(file)] : [])];
}

const emptyNote = (file: PatchFile): DiffRow => ({
  kind: "note",
  key: `${file.key}:empty`,
  file,
  text:
    file.status === "renamed"
      ? "Moved without a change."
      : file.status === "added"
        ? "An empty file."
        : "No lines changed.",
});

function unifiedRows(file: PatchFile, hunk: Hunk, key: string): DiffRow[] {
  const partners = new Map<PatchLine, PatchLine>();
  for (const { left, right } of sideBySide(hunk.lines))
    if (left && right && left !== right) partners.set(left, right).set(right, left);
  return hunk.lines.map((line, index) => ({
    kind: "line",
    key: `${key}:${index}`,
    file,
    hunk,
    line,
    pair: partners.get(line) ?? null,
  }));
}

const splitRows = (file: PatchFile, hunk: Hunk, key: string): DiffRow[] =>
  sideBySide(hunk.lines).map(({ left, right }, index) => ({
    kind: "pair",
    key: `${key}:s${index}`,
    file,
    hunk,
    left,
    right,
  }));

interface Sides {
  left: PatchLine | null;
  right: PatchLine | null;
}

/** A run of removed lines beside the run of added ones that follows it; an unchanged line stands on both sides. */
export function sideBySide(lines: readonly PatchLine[]): Sides[] {
  const rows: Sides[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] as PatchLine;
    if (line.mark === " ") {
      rows.push({ left: line, right: line });
      at += 1;
      continue;
    }
    const removed = runOf(lines, at, "-");
    const added = runOf(lines, at + removed.length, "+");
    for (let i = 0; i < Math.max(removed.length, added.length); i += 1)
      rows.push({ left: removed[i] ?? null, right: added[i] ?? null });
    at += removed.length + added.length;
  }
  return rows;
}

function runOf(lines: readonly PatchLine[], from: number, mark: PatchLine["mark"]): PatchLine[] {
  let end = from;
  while (lines[end]?.mark === mark) end += 1;
  return lines.slice(from, end);
}
