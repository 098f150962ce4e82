import type { Reader } from "../store/store";
import { readEvents } from "./read-events";

/** One event as it goes out; `envelope` is its JSON text, encoded once for all who listen. */
export interface Frame {
  cursor: number;
  envelope: string;
  durable: boolean;
}

/** Most that is kept for one slow reader, in characters. Beyond it, it reads from the store again. */
export const BUFFER_CHARS = 1024 * 1024;

export interface SubscriptionOptions {
  read: Reader;
  sessionId: string;
  /** Who listens: a device's or role's id. */
  principalId: string;
  /** Frames after this cursor. */
  after: number;
  /** False: ends once it has caught up. */
  follow: boolean;
  onEnd(): void;
}

/**
 * One reader of a session, pulling frames at its own pace. It pages through the store until it has caught up,
 * then gets live frames from a bounded buffer; when that overflows it pages again. Durable frames are never
 * lost or repeated; ephemeral ones are lost while it pages.
 */
export class Subscription {
  #sent: number;
  #paging = true;
  /** Something was published that the page being read may not show. */
  #published = false;
  #buffer: Frame[] = [];
  #chars = 0;
  #ended = false;
  #wake: (() => void) | null = null;

  constructor(readonly options: SubscriptionOptions) {
    this.#sent = options.after;
  }

  get principalId(): string {
    return this.options.principalId;
  }

  /** Called by the feed, in order, for each frame after its commit. */
  offer(frame: Frame): void {
    if (this.#ended) return;
    if (this.#paging) {
      if (frame.durable) this.#published = true;
      return;
    }
    this.#buffer.push(frame);
    this.#chars += frame.envelope.length;
    if (this.#chars > BUFFER_CHARS) this.#fallBack();
    this.#wake?.();
  }

  /** The next frames in order, at least one; null when the stream is over. One call at a time. */
  async next(): Promise<Frame[] | null> {
    while (!this.#ended) {
      const frames = this.#paging ? await this.#page() : this.#live();
      if (this.#ended) break;
      if (frames.length > 0) return frames;
      if (this.#paging) continue;
      if (!this.options.follow) break;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
    this.end();
    return null;
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#buffer = [];
    this.options.onEnd();
    this.#wake?.();
  }

  /** Reads a page; when it is empty and nothing was published meanwhile, goes live in the same turn. */
  async #page(): Promise<Frame[]> {
    this.#published = false;
    const rows = await readEvents(this.options.read, this.options.sessionId, this.#sent);
    const last = rows.at(-1);
    if (last) this.#sent = last.cursor;
    else if (!this.#published) this.#paging = false;
    return rows.map((row) => ({ cursor: row.cursor, envelope: row.envelope, durable: true }));
  }

  #live(): Frame[] {
    const frames = this.#buffer.filter((frame) => !frame.durable || frame.cursor > this.#sent);
    this.#buffer = [];
    this.#chars = 0;
    for (const frame of frames) if (frame.durable) this.#sent = frame.cursor;
    return frames;
  }

  #fallBack(): void {
    this.#buffer = [];
    this.#chars = 0;
    this.#paging = true;
    this.#published = true;
  }
}
