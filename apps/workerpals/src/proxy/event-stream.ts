const MAX_EVENT_CHARS = 16 * 1024 * 1024;

/** One event of a stream: its text as it came, with the blank line, and its data. */
export interface StreamEvent {
  raw: string;
  data: string;
}

/**
 * Cuts server-sent events out of bytes that come in any pieces, also in the middle of a character or of a line end.
 * An event that is larger than the bound is passed on in parts without data.
 */
export class EventCutter {
  readonly #decoder = new TextDecoder();
  #rest = "";

  push(bytes: Uint8Array): StreamEvent[] {
    return this.#cut(this.#rest + this.#decoder.decode(bytes, { stream: true }));
  }

  /** What is left when the stream ends: an event that lacks its blank line, or part of one. */
  end(): StreamEvent[] {
    const events = this.#cut(this.#rest + this.#decoder.decode());
    const rest = this.#rest;
    this.#rest = "";
    return rest === "" ? events : [...events, toEvent(rest)];
  }

  #cut(text: string): StreamEvent[] {
    const events: StreamEvent[] = [];
    let at = 0;
    for (const blank of text.matchAll(/\r\n\r\n|\n\n|\r\r/g)) {
      const end = blank.index + blank[0].length;
      events.push(toEvent(text.slice(at, end)));
      at = end;
    }
    this.#rest = text.slice(at);
    if (this.#rest.length > MAX_EVENT_CHARS) {
      events.push({ raw: this.#rest, data: "" });
      this.#rest = "";
    }
    return events;
  }
}

function toEvent(raw: string): StreamEvent {
  const lines = raw.split(/\r\n|\n|\r/).filter((line) => line.startsWith("data:"));
  return { raw, data: lines.map((line) => line.slice("data:".length).trimStart()).join("\n") };
}
