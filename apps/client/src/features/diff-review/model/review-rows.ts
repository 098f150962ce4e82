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

/** The rows of a diff with the comments, and the field for a new one, below the lines that they are on. */
export function reviewRows(rows: readonly DiffRow[], comments: readonly LineComment[], editing: Editing): ReviewRow[] {
  if (comments.length === 0 && editing === null) return [...rows];
  const at = new Map<string, LineComment[]>();
  for (const comment of comments) at.set(placeKey(comment), [...(at.get(placeKey(comment)) ?? []), comment]);
  const edited = editing === null ? null : placeKey(editing.place);
  return rows.flatMap((row): ReviewRow[] => {
    const below = placesOf(row).flatMap((place): ReviewRow[] => {
      const key = placeKey(place);
      const said = (at.get(key) ?? [])
        .filter((comment) => comment.id !== editing?.comment?.id)
        .map((comment): ReviewRow => ({ kind: "comment", key: `comment:${comment.id}`, comment }));
      if (editing === null || key !== edited) return said;
      return [...said, { kind: "editor", key: "editor", place: editing.place, comment: editing.comment }];
    });
    return [row, ...below];
  });
}

function placesOf(row: DiffRow): Place[] {
  if (row.kind === "line") return [placeOf(row.file, row.line)];
  if (row.kind !== "pair") return [];
  const sides = row.left === row.right ? [row.right] : [row.left, row.right];
  return sides.flatMap((line) => (line ? [placeOf(row.file, line)] : []));
}
