import { highlight, type Piece } from "../../../ui/highlight";
import { changedWords } from "./changed-words";
import type { Hunk, PatchLine } from "./patch";

/** A stretch of a line in one colour; `changed` where it is what differs from the line's other version. */
export interface Coloured extends Piece {
  changed: boolean;
}

/** Colours of lines, by the hunk that they are in: a comment or a string may reach over many of them. */
const known = new WeakMap<Hunk, { language: string | undefined; lines: Map<PatchLine, Piece[]> }>();

/** A line in its colours, with what is new in it marked. */
export function colouredLine(
  hunk: Hunk,
  line: PatchLine,
  pair: PatchLine | null,
  language: string | undefined,
): Coloured[] {
  const pieces = colours(hunk, language).get(line) ?? [{ text: line.text, kind: "plain" as const }];
  const words = pair && line.mark !== " " ? changedWords(line.text, pair.text, line.mark) : null;
  return words === null ? pieces.map((piece) => ({ ...piece, changed: false })) : overlay(pieces, words);
}

function colours(hunk: Hunk, language: string | undefined): Map<PatchLine, Piece[]> {
  const before = known.get(hunk);
  if (before && before.language === language) return before.lines;
  const found = new Map<PatchLine, Piece[]>();
  // Plain, or not to be coloured yet: nothing to keep.
  if (language === undefined) return found;
  colourSide(
    hunk.lines.filter((line) => line.mark !== "+"),
    language,
    found,
  );
  colourSide(
    hunk.lines.filter((line) => line.mark !== "-"),
    language,
    found,
  );
  known.set(hunk, { language, lines: found });
  return found;
}

function colourSide(lines: readonly PatchLine[], language: string | undefined, into: Map<PatchLine, Piece[]>): void {
  const byLine = splitLines(highlight(lines.map((line) => line.text).join("\n"), language));
  for (const [index, line] of lines.entries()) into.set(line, byLine[index] ?? []);
}

function splitLines(pieces: readonly Piece[]): Piece[][] {
  const lines: Piece[][] = [[]];
  for (const { text, kind } of pieces)
    for (const [index, part] of text.split("\n").entries()) {
      if (index > 0) lines.push([]);
      if (part !== "") lines.at(-1)?.push({ text: part, kind });
    }
  return lines;
}

/** Cuts the pieces where a marked stretch begins or ends. */
function overlay(pieces: readonly Piece[], words: readonly { text: string; changed: boolean }[]): Coloured[] {
  const result: Coloured[] = [];
  let word = 0;
  let left = words[0]?.text.length ?? 0;
  for (const piece of pieces)
    for (let at = 0; at < piece.text.length; ) {
      while (left === 0 && word < words.length - 1) {
        word += 1;
        left = words[word]?.text.length ?? 0;
      }
      const length = left === 0 ? piece.text.length - at : Math.min(left, piece.text.length - at);
      result.push({
        text: piece.text.slice(at, at + length),
        kind: piece.kind,
        changed: words[word]?.changed ?? false,
      });
      at += length;
      left = Math.max(0, left - length);
    }
  return result;
}
