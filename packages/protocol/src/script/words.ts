/** A part of a command's first line: bare, in double quotes, or code between backticks. */
export interface Word {
  kind: "bare" | "quoted" | "code";
  value: string;
}

export type Words = { ok: true; words: Word[] } | { ok: false; message: string };

const ESCAPES: Record<string, string> = { '"': '"', "\\": "\\", n: "\n", r: "\r", t: "\t" };

/**
 * Splits at blanks. In double quotes `\"`, `\\`, `\n`, `\r`, `\t` and `\uXXXX` are escapes; a backslash before
 * anything else stands for itself, so that `"\d+"` is an expression as one would write it.
 * With `code`, a run of backticks opens a code span that the next run of the same length closes (as in CommonMark);
 * two backticks that nothing closes are empty code.
 */
export function splitWords(text: string, options: { code: boolean }): Words {
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const read =
      text[at] === '"'
        ? readQuoted(text, at)
        : options.code && text[at] === "`"
          ? readCode(text, at)
          : readBare(text, at);
    if (typeof read === "string") return { ok: false, message: read };
    if (read.end < text.length && !/\s/.test(text.charAt(read.end)))
      return { ok: false, message: `a blank is missing after ${text.slice(at, read.end)}` };
    words.push(read.word);
    at = read.end;
  }
  return { ok: true, words };
}

type Read = { word: Word; end: number } | string;

function readBare(text: string, start: number): Read {
  let end = start;
  while (end < text.length && !/\s/.test(text.charAt(end))) end += 1;
  return { word: { kind: "bare", value: text.slice(start, end) }, end };
}

function readQuoted(text: string, start: number): Read {
  let value = "";
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') return { word: { kind: "quoted", value }, end: at + 1 };
    if (char !== "\\") {
      value += char;
      continue;
    }
    const next = text.charAt(at + 1);
    const unicode = /^u([0-9a-fA-F]{4})/.exec(text.slice(at + 1, at + 6));
    if (unicode?.[1] !== undefined) {
      value += String.fromCharCode(Number.parseInt(unicode[1], 16));
      at += 5;
    } else if (Object.hasOwn(ESCAPES, next)) {
      value += ESCAPES[next];
      at += 1;
    } else value += char;
  }
  return "a double quote is not closed";
}

function readCode(text: string, start: number): Read {
  const run = /^`+/.exec(text.slice(start))?.[0] ?? "`";
  const open = start + run.length;
  for (const match of text.slice(open).matchAll(/`+/g)) {
    if (match[0].length !== run.length) continue;
    const code = text.slice(open, open + match.index);
    const padded = code.length > 2 && code.startsWith(" ") && code.endsWith(" ") && code.trim() !== "";
    return { word: { kind: "code", value: padded ? code.slice(1, -1) : code }, end: open + match.index + run.length };
  }
  if (run.length === 2) return { word: { kind: "code", value: "" }, end: open };
  return `the code that starts with ${run} is not closed by ${run}`;
}

/** The shortest way to write a word so that it is read back the same. */
export function renderWord(value: string): string {
  return /^[^\s"'`#-][^\s"`]*$/.test(value) && value !== "in" ? value : renderQuoted(value);
}

export function renderQuoted(value: string): string {
  const escaped = value.replace(/["\\\s`\p{Cc}\p{Cs}\uFEFF]/gu, (char) => {
    if (char === " ") return char;
    if (char === '"' || char === "\\") return `\\${char}`;
    if (char === "\n") return "\\n";
    if (char === "\t") return "\\t";
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return `"${escaped}"`;
}

/** Code without line ends, between backticks that it does not contain. */
export function renderCode(code: string): string {
  if (code === "") return "``";
  const runs = new Set([...code.matchAll(/`+/g)].map((match) => match[0].length));
  let length = 1;
  while (runs.has(length)) length += 1;
  const fence = "`".repeat(length);
  const spaced = code.startsWith(" ") && code.endsWith(" ") && code.trim() !== "" && code.length > 2;
  const pad = code.startsWith("`") || code.endsWith("`") || spaced ? " " : "";
  return `${fence}${pad}${code}${pad}${fence}`;
}
