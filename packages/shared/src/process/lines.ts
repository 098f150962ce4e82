/** Longest line that is handed on in one piece: the limit of a job's log line. */
export const MAX_LINE_CHARS = 16_000;

/**
 * Splits bytes into lines, whatever the borders of the chunks: a character cut in two is put together again,
 * `\r\n` and `\n` end a line, and a line longer than MAX_LINE_CHARS comes in pieces.
 */
export class LineSplitter {
  readonly #decoder = new TextDecoder();
  readonly #emit: (line: string) => void;
  #rest = "";

  constructor(emit: (line: string) => void) {
    this.#emit = emit;
  }

  push(chunk: Uint8Array): void {
    this.#take(this.#decoder.decode(chunk, { stream: true }));
  }

  /** The output is over: what is left is a line too. */
  end(): void {
    this.#take(this.#decoder.decode());
    if (this.#rest !== "") this.#line(this.#rest);
    this.#rest = "";
  }

  #take(text: string): void {
    const pieces = (this.#rest + text).split("\n");
    this.#rest = pieces.pop() ?? "";
    for (const piece of pieces) this.#line(piece.endsWith("\r") ? piece.slice(0, -1) : piece);
    while (this.#rest.length > MAX_LINE_CHARS) {
      const cut = cutAt(this.#rest);
      this.#emit(this.#rest.slice(0, cut));
      this.#rest = this.#rest.slice(cut);
    }
  }

  #line(line: string): void {
    let left = line;
    while (left.length > MAX_LINE_CHARS) {
      const cut = cutAt(left);
      this.#emit(left.slice(0, cut));
      left = left.slice(cut);
    }
    this.#emit(left);
  }
}

/** A place to cut that does not part a surrogate pair. */
function cutAt(line: string): number {
  const code = line.charCodeAt(MAX_LINE_CHARS - 1);
  return code >= 0xd800 && code <= 0xdbff ? MAX_LINE_CHARS - 1 : MAX_LINE_CHARS;
}
