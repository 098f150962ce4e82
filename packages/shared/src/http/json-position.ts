type State = "value" | "valueOrEnd" | "keyOrEnd" | "key" | "colon" | "commaOrEnd";

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Where a text stops being JSON (RFC 8259), as line and column from 1: the runtime's own parser does not tell.
 * Only for texts that do not parse. No recursion, so that no depth of brackets is too much.
 */
export function jsonErrorPosition(text: string): { line: number; column: number } {
  const before = text.slice(0, errorOffset(text)).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function errorOffset(text: string): number {
  const open: string[] = [];
  let state: State = "value";
  for (let at = endOf(SPACE, text, 0) ?? 0; at < text.length; at = endOf(SPACE, text, at) ?? at) {
    const char = text[at] ?? "";
    if (state === "commaOrEnd" && open.length === 0) return at;
    const isEnd = char === (open.at(-1) === "{" ? "}" : "]") && open.length > 0;
    if (isEnd && (state === "commaOrEnd" || state === "valueOrEnd" || state === "keyOrEnd")) {
      open.pop();
      state = "commaOrEnd";
      at += 1;
    } else if (state === "commaOrEnd" || state === "colon") {
      if (char !== (state === "colon" ? ":" : ",")) return at;
      state = state === "commaOrEnd" && open.at(-1) === "{" ? "key" : "value";
      at += 1;
    } else if ((char === "{" || char === "[") && state.startsWith("value")) {
      open.push(char);
      state = char === "{" ? "keyOrEnd" : "valueOrEnd";
      at += 1;
    } else {
      const end = char === '"' ? stringEnd(text, at) : state.startsWith("value") ? endOf(SCALAR, text, at) : null;
      if (end === null) return at;
      if (end < 0) return -end;
      state = state.startsWith("key") ? "colon" : "commaOrEnd";
      at = end;
    }
  }
  return text.length;
}

/** The offset behind a string; negative where it is broken. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return at + 1;
    if (text.charCodeAt(at) < 0x20) return -at;
    if (text[at] !== "\\") continue;
    const end = endOf(ESCAPE, text, at);
    if (end === null) return -at;
    at = end - 1;
  }
  return -text.length;
}

function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}
