/** A part of what a model is given to read. */
export interface Section {
  title: string;
  lines: readonly string[];
  /** Part of the budget that it may take at least; what others leave over comes on top. */
  share: number;
  /** Which lines stay when not all fit: the first ones (default) or the last ones. */
  keep?: "first" | "last";
}

/** Characters a token, of code and of prose, on the safe side. No tokenizer fits all models. */
const CHARS_PER_TOKEN = 3;

export const tokensOf = (text: string): number => Math.ceil(text.length / CHARS_PER_TOKEN);

/** The sections as one text of at most this many tokens. What was left out is told in its place. */
export function fitSections(sections: readonly Section[], budgetTokens: number): string {
  const budget = budgetTokens * CHARS_PER_TOKEN;
  const filled = sections.filter(({ lines }) => lines.length > 0);
  let left = budget;
  let owed = filled.reduce((sum, { share }) => sum + share, 0) * budget;
  const parts: string[] = [];
  for (const section of filled) {
    owed -= section.share * budget;
    // Those that come later keep their share.
    const text = cut(section, Math.max(section.share * budget, left - owed));
    if (text === null || text.length > left) continue;
    left -= text.length;
    parts.push(text);
  }
  return parts.join("");
}

function cut({ title, lines, keep = "first" }: Section, chars: number): string | null {
  const head = `## ${title}\n`;
  const inOrder = keep === "first" ? lines : lines.toReversed();
  // Room for the head, the line that tells what is left out, and the blank line.
  let room = chars - head.length - 40;
  const kept: string[] = [];
  for (const line of inOrder) {
    room -= line.length + 1;
    if (room < 0) break;
    kept.push(line);
  }
  if (kept.length === 0) return null;
  const leftOut = lines.length - kept.length;
  const note = leftOut === 0 ? [] : [`(… ${leftOut} more left out)`];
  const body = keep === "first" ? [...kept, ...note] : [...note, ...kept.toReversed()];
  return `${head}${body.join("\n")}\n\n`;
}
