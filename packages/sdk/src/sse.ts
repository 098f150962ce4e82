/** One event of a `text/event-stream`, or a comment (`: keepalive`), which only shows that the line lives. */
export type SseItem = { kind: "event"; data: string; id?: string; event?: string } | { kind: "comment"; text: string };

/**
 * Reads a `text/event-stream` piece by piece (WHATWG HTML, "Server-sent events"): chunks may end anywhere, in the
 * middle of a character too. An event that is not ended by a blank line is not delivered.
 */
export class SseParser {
  readonly #decoder = new TextDecoder();
  #rest = "";
  #data: string[] = [];
  #id: string | undefined;
  #event: string | undefined;

  push(chunk: Uint8Array): SseItem[] {
    const text = this.#rest + this.#decoder.decode(chunk, { stream: true });
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.#line(line) ?? []);
  }

  #line(line: string): SseItem | null {
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
