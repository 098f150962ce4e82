import type { PatchFile, PatchLine } from "./patch";
import type { LineComment } from "./review-comments";
import type { DiffRow } from "./rows";

/** A line of the diff as a place to say something about. */
export interface Place {
  path: string;
  side: "old" | "new";
  line: number;
  quote: string;
}

export type ReviewRow =
  | DiffRow
  | { kind: "comment"; key: string; comment: LineComment }
  | { kind: "editor"; key: string; place: Place; comment: LineComment | null };

/** What is being written: a new comment at a place, or another text for one that is there. */
export type Editing = { place: Place; comment: LineComment | null } | null;

/** Where a comment on a line belongs: to the file after the change, unless the line is gone there. */
export function placeOf(file: PatchFile, line: PatchLine): Place {
  const side = line.new === null ? "old" : "new";
  const path = side === "old" ? (file.from ?? file.path) : file.path;
  return { path, side, line: line.new ?? line.old ?? 1, quote: line.text };
}

const placeKey = ({ path, side, line }: Pick<Place, "path" | "side" | "line">): string => `${side}:${line}:${path}`;

/**
 * The rows of a diff with the comments, and the field for a new one, below the lines that they are on. The diff of a job
 * that goes on may have lost the line meanwhile: then they stand below the head of the file, or before all files.
 */
export function reviewRows(rows: readonly DiffRow[], comments: readonly LineComment[], editing: Editing): ReviewRow[] {
  if (comments.length === 0 && editing === null) return [...rows];
  const said: Said[] = comments
    .filter((comment) => comment.id !== editing?.comment?.id)
    .map((comment) => ({ place: comment, row: { kind: "comment", key: `comment:${comment.id}`, comment } }));
  if (editing !== null) said.push({ place: editing.place, row: { kind: "editor", key: "editor", ...editing } });
  const at = new Map<string, Said[]>();
  for (const one of said) at.set(placeKey(one.place), [...(at.get(placeKey(one.place)) ?? []), one]);
  const shown = new Set(rows.flatMap(placesOf).map(placeKey));
  const strays = said.filter(({ place }) => !shown.has(placeKey(place)));
  const known = new Set(rows.flatMap((row) => (row.kind === "file" ? pathsOf(row.file) : [])));
  const nowhere = strays.filter(({ place }) => !known.has(place.path)).map(({ row }) => row);
  return [
    ...nowhere,
    ...rows.flatMap((row, index): ReviewRow[] => {
      const own = placesOf(row).flatMap((place) => at.get(placeKey(place)) ?? []);
      return [row, ...(isOpenHead(row, rows[index + 1]) ? straysOf(row.file, strays) : own).map((one) => one.row)];
    }),
  ];
}

interface Said {
  place: Pick<Place, "path" | "side" | "line">;
  row: ReviewRow;
}

const pathsOf = ({ path, from }: PatchFile): string[] => (from === null ? [path] : [path, from]);
const straysOf = (file: PatchFile, strays: readonly Said[]): Said[] =>
  strays.filter(({ place }) => pathsOf(file).includes(place.path));

/** What is on the lines of a file that is closed, or waits to be opened, is hidden with them. */
const isOpenHead = (row: DiffRow, next: DiffRow | undefined): row is Extract<DiffRow, { kind: "file" }> =>
  row.kind === "file" && row.open && next?.kind !== "folded";

function placesOf(row: DiffRow): Place[] {
  if (row.kind === "line") return [placeOf(row.file, row.line)];
  if (row.kind !== "pair") return [];
  const sides = row.left === row.right ? [row.right] : [row.left, row.right];
  return sides.flatMap((line) => (line ? [placeOf(row.file, line)] : []));
}
