import { diffWordsWithSpace } from "diff";

/** A stretch of a line, and whether it is what differs from the line's other version. */
export interface Stretch {
  text: string;
  changed: boolean;
}

/** Longer lines are compared by nobody's eye, and cost time by the square. */
const LIMIT = 600;
/** Where less than this share of a line is kept, marking all the rest says nothing. */
const KEPT_SHARE = 0.3;

/** What of a line differs from its other version; null where that would be most of it. */
export function changedWords(line: string, other: string, side: "+" | "-"): Stretch[] | null {
  if (line.length > LIMIT || other.length > LIMIT || line === other) return null;
  const parts = side === "+" ? diffWordsWithSpace(other, line) : diffWordsWithSpace(line, other);
  const own = parts.flatMap(({ value, added, removed }): Stretch[] => {
    if (side === "+" ? removed : added) return [];
    return [{ text: value, changed: added || removed || false }];
  });
  const kept = own.reduce((sum, part) => sum + (part.changed ? 0 : part.text.trim().length), 0);
  return kept < line.trim().length * KEPT_SHARE ? null : own;
}
