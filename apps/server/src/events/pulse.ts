import type { Pulse } from "@pushpals/protocol";
import type { SseSource } from "./sse";

/** More than this many unread, and the reader is sent away: it comes back and looks at everything anew. */
const MOST_UNREAD = 1_000;

/** One who hears that something happened, in any session. Nothing is replayed, so nothing has to be kept for long. */
export class PulseReader implements SseSource<Pulse> {
  #unread: Pulse[] = [];
  #ended = false;
  #wake: (() => void) | null = null;

  constructor(
    readonly principalId: string,
    private readonly onEnd: (reader: PulseReader) => void,
  ) {}

  offer(pulse: Pulse): void {
    if (this.#ended) return;
    this.#unread.push(pulse);
    if (this.#unread.length > MOST_UNREAD) this.end();
    this.#wake?.();
  }

  async next(): Promise<Pulse[] | null> {
    while (!this.#ended && this.#unread.length === 0)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    this.#wake = null;
    if (this.#ended) return null;
    const pulses = this.#unread;
    this.#unread = [];
    return pulses;
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#unread = [];
    this.onEnd(this);
    this.#wake?.();
  }
}

export const pulseText = (pulse: Pulse): string => `data: ${JSON.stringify(pulse)}\n\n`;
