/** One event of a `text/event-stream`, or a comment (`: keepalive`), which only shows that the line lives. */
export type SseItem = { kind: "event"; data: string; id?: string; event?: string } | { kind: "comment"; text: string };

/**
 * Reads a `text/event-stream` piece by piece (WHATWG HTML, "Server-sent events"): chunks may end anywhere, in the
 * middle of a character too. An event that is not ended by a blank line is not delivered.
 */
export class SseParser {
  readonly #decoder = new TextDecoder();
  /** Pieces of a line whose end has not come yet; joined once, so that a long line costs its length only. */
  #line: string[] = [];
  #endedInCr = false;
  #data: string[] = [];
  #id: string | undefined;
  #event: string | undefined;

  push(chunk: Uint8Array): SseItem[] {
    const decoded = this.#decoder.decode(chunk, { stream: true });
    // A line that ended in CR may go on with its LF in the next chunk.
    const text = this.#endedInCr && decoded.startsWith("\n") ? decoded.slice(1) : decoded;
    if (decoded !== "") this.#endedInCr = decoded.endsWith("\r");
    const items: SseItem[] = [];
    const parts = text.split(/\r\n|\n|\r/);
    const last = parts.pop() ?? "";
    for (const part of parts) {
      this.#line.push(part);
      const item = this.#read(this.#line.join(""));
      this.#line = [];
      if (item) items.push(item);
    }
    if (last !== "") this.#line.push(last);
    return items;
  }

  /** Whether an event has begun that has not ended: at the end of the stream, it was cut. */
  get unfinished(): boolean {
    return this.#line.length > 0 || this.#data.length > 0;
  }

  #read(line: string): SseItem | null {
    if (line === "") return this.#dispatch();
    if (line.startsWith(":")) return { kind: "comment", text: line.slice(1).trimStart() };
    const colon = line.indexOf(":");
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") this.#data.push(value);
    else if (field === "id") this.#id = value;
    else if (field === "event") this.#event = value;
    return null;
  }

  #dispatch(): SseItem | null {
    const item: SseItem | null =
      this.#data.length === 0
        ? null
        : {
            kind: "event",
            data: this.#data.join("\n"),
            ...(this.#id === undefined ? {} : { id: this.#id }),
            ...(this.#event === undefined ? {} : { event: this.#event }),
          };
    this.#data = [];
    this.#id = undefined;
    this.#event = undefined;
    return item;
  }
}
