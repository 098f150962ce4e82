/**
 * A message with everything quoted taken out, so that grammar never looks inside of what a person quoted.
 * Each quoted text stands as one token; a fenced block as another.
 */
export interface Masked {
  text: string;
  /** What a token stands for, or the word itself. */
  unmask(token: string): string;
  isQuoted(token: string): boolean;
}

/** Private-use characters: a message that has them itself is not read as sentences. */
const OPEN = "\uE000";
const CLOSE = "\uE001";
const BLOCK_OPEN = "\uE002";
const BLOCK_CLOSE = "\uE003";

/** Regular-expression sources for the grammar. */
export const QUOTED = `${OPEN}\\d+${CLOSE}`;
export const BLOCK = `${BLOCK_OPEN}\\d+${BLOCK_CLOSE}`;
export const WORD = `[^\\s,;${OPEN}-${BLOCK_CLOSE}]+`;

/** Longest text outside of quotes and blocks: what is longer is a description, not a list of operations. */
const MAX_WORDS_LENGTH = 10_000;

/** Null when the message cannot be masked without doubt, or is too long to be a list of sentences. */
export function mask(message: string): Masked | null {
  if (/[\uE000-\uE003]/.test(message)) return null;
  const kept: string[] = [];
  const keep = (value: string, open: string, close: string) => `${open}${kept.push(value) - 1}${close}`;
  const withoutBlocks = maskBlocks(message.replace(/\r\n/g, "\n"), (content) => keep(content, BLOCK_OPEN, BLOCK_CLOSE));
  const text = withoutBlocks
    .split("\n")
    .map((line) => maskLine(line, (quoted) => keep(quoted, OPEN, CLOSE)))
    .join("\n")
    .replace(/[ \t]+/g, " ");
  if (text.length > MAX_WORDS_LENGTH) return null;
  const index = new RegExp(`^[${OPEN}${BLOCK_OPEN}](\\d+)[${CLOSE}${BLOCK_CLOSE}]$`);
  return {
    text,
    isQuoted: (token) => index.test(token),
    unmask: (token) => kept[Number(index.exec(token)?.[1] ?? -1)] ?? token,
  };
}

/** Fenced blocks, each as a line of its own. A fence that nothing closes stays as it is, and is in no sentence. */
function maskBlocks(text: string, keep: (content: string) => string): string {
  const lines = text.split("\n");
  const out: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const fence = /^[ \t]*(`{3,}|~{3,})[^`]*$/.exec(line)?.[1];
    const close = fence === undefined ? -1 : closingLine(lines, at + 1, fence);
    if (close === -1) {
      // Nothing closes this fence; later ones are not looked at either, so this stays linear.
      out.push(...(fence === undefined ? [line] : lines.slice(at)));
      if (fence !== undefined) break;
      continue;
    }
    const content = lines.slice(at + 1, close);
    out.push(keep(content.map((one) => `${one}\n`).join("")));
    at = close;
  }
  return out.join("\n");
}

function closingLine(lines: readonly string[], from: number, fence: string): number {
  for (let at = from; at < lines.length; at += 1) if (lines[at]?.trim() === fence) return at;
  return -1;
}

const CLOSING: Record<string, string> = { '"': '"', "“": "”", "'": "'" };

/** Quoted parts of one line: backticks of one run's length, double quotes, single quotes that are no apostrophes. */
function maskLine(line: string, keep: (quoted: string) => string): string {
  let out = "";
  for (let at = 0; at < line.length; ) {
    const run = line[at] === "`" ? (/^`+/.exec(line.slice(at, at + 100))?.[0] ?? "`") : null;
    const apostrophe = line[at] === "'" && isLetter(line.charAt(at - 1));
    const opens = run !== null || (Object.hasOwn(CLOSING, line.charAt(at)) && !apostrophe);
    const mark = run ?? CLOSING[line.charAt(at)] ?? "";
    const from = at + (run?.length ?? 1);
    const end = opens ? closingAt(line, from, mark) : -1;
    if (end === -1) {
      out += line.slice(at, from);
      at = from;
    } else {
      out += keep(line.slice(from, end));
      at = end + mark.length;
    }
  }
  return out;
}

/** Where the mark stands alone, not as a part of a longer run of backticks. Looks no further than a wish is long. */
function closingAt(line: string, from: number, mark: string): number {
  const last = Math.min(line.length, from + MAX_WORDS_LENGTH);
  for (let at = line.indexOf(mark, from); at !== -1 && at < last; at = line.indexOf(mark, at + 1)) {
    if (mark.startsWith("`")) {
      const run = /^`+/.exec(line.slice(at))?.[0].length ?? 0;
      if (run === mark.length && at > from) return at;
      at += run - 1;
    } else if (mark !== "'" || !isLetter(line.charAt(at + 1))) return at;
  }
  return -1;
}

const isLetter = (char: string): boolean => /[\p{L}\p{N}]/u.test(char);
