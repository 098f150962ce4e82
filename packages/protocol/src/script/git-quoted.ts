const ESCAPED: Record<string, number> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, "\\": 92 };

/**
 * Reads a path that git has put in quotes (`"a/\303\244.txt"`) at the start of `text`.
 * Null when it is not closed or has an escape that git does not write. `end` is the index after the closing quote.
 */
export function readGitQuoted(text: string): { path: string; end: number } | null {
  const bytes: number[] = [];
  const plain = new TextEncoder();
  for (let at = 1; at < text.length; ) {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (char === '"') return { path: new TextDecoder().decode(new Uint8Array(bytes)), end: at + 1 };
    if (char !== "\\") {
      bytes.push(...plain.encode(char));
      at += char.length;
      continue;
    }
    const octal = /^[0-3][0-7]{2}/.exec(text.slice(at + 1, at + 4))?.[0];
    const byte = octal === undefined ? ESCAPED[text.charAt(at + 1)] : Number.parseInt(octal, 8);
    if (byte === undefined) return null;
    bytes.push(byte);
    at += octal === undefined ? 2 : 4;
  }
  return null;
}
