/** A script's text with the place of each line. Lines end with LF; a CR before it belongs to the line. */
export interface Lines {
  text: string;
  /** Where each line starts, and one more: the end of the text. */
  starts: number[];
  count: number;
  /** A line without its LF. */
  line(index: number): string;
}

export function linesOf(text: string): Lines {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const count = starts.length;
  starts.push(text.length + 1);
  const line = (index: number) => text.slice(starts[index] ?? text.length, (starts[index + 1] ?? text.length + 1) - 1);
  return { text, starts, count, line };
}

export type FencedBlock =
  | { ok: true; content: string; firstLine: number; next: number }
  | { ok: false; line: number; message: string; next: number };

/**
 * Reads the fenced block that starts at the first line from `from` that is not blank. Its content is byte-exact, up to
 * a line that is nothing but a fence of the same character and at least the same length, at the first column: so a
 * line of a patch that has `+`, `-` or a blank before its backticks never closes it.
 * Line indexes are from 0; `next` is where parsing goes on.
 */
export function readFencedBlock(lines: Lines, from: number): FencedBlock {
  let open = from;
  while (open < lines.count && lines.line(open).trim() === "") open += 1;
  if (open >= lines.count)
    return { ok: false, line: lines.count - 1, message: "the fenced block is missing", next: open };
  const fence = /^(?:(`{3,})[^`]*|(~{3,}).*)$/s.exec(lines.line(open));
  const mark = fence?.[1] ?? fence?.[2];
  if (mark === undefined)
    return { ok: false, line: open, message: "a fenced block has to start here, at the first column", next: open };
  const close = new RegExp(`^${mark.charAt(0)}{${mark.length},}\\r?$`);
  for (let at = open + 1; at < lines.count; at += 1)
    if (close.test(lines.line(at)))
      return {
        ok: true,
        content: lines.text.slice(lines.starts[open + 1], lines.starts[at]),
        firstLine: open + 1,
        next: at + 1,
      };
  return { ok: false, line: open, message: `the block is not closed by a line with ${mark} alone`, next: open + 1 };
}

/** A fence that no line of the content closes. */
export function fenceFor(content: string): string {
  const longest = [...content.matchAll(/^`{3,}/gm)].reduce((most, match) => Math.max(most, match[0].length), 2);
  return "`".repeat(longest + 1);
}
