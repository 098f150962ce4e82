import type { Pulse } from "@pushpals/protocol";
import type { Reader } from "../store/store";
import { PulseReader } from "./pulse";
import { type Frame, Subscription, type SubscriptionOptions } from "./subscription";

/** Who listens to which session, and from where each replays. */
export class Feed {
  readonly #sessions = new Map<string, Set<Subscription>>();
  readonly #pulses = new Set<PulseReader>();
  #closed = false;

  constructor(readonly read: Reader) {}

  /** Starts to listen after a cursor; without a gap or a repeat from there. Ends by `end()`. */
  subscribe(options: Omit<SubscriptionOptions, "read" | "onEnd">): Subscription {
    const { sessionId } = options;
    const listeners = this.#sessions.get(sessionId) ?? new Set();
    this.#sessions.set(sessionId, listeners);
    const subscription = new Subscription({
      ...options,
      read: this.read,
      onEnd: () => {
        listeners.delete(subscription);
        if (listeners.size === 0 && this.#sessions.get(sessionId) === listeners) this.#sessions.delete(sessionId);
      },
    });
    listeners.add(subscription);
    if (this.#closed) subscription.end();
    return subscription;
  }

  listened(sessionId: string): boolean {
    return this.#sessions.has(sessionId);
  }

  /** Passes a frame on to all who listen. Call it in the order of commits, only after them. */
  publish(sessionId: string, frame: Frame): void {
    for (const subscription of this.#sessions.get(sessionId) ?? []) subscription.offer(frame);
  }

  /** Starts to hear that something happened, in any session. Ends by `end()`. */
  openPulse(principalId: string): PulseReader {
    const reader = new PulseReader(principalId, (ended) => this.#pulses.delete(ended));
    this.#pulses.add(reader);
    if (this.#closed) reader.end();
    return reader;
  }

  /** Tells all who want to know of everything. Only after the commit. */
  pulse(pulse: Pulse): void {
    for (const reader of this.#pulses) reader.offer(pulse);
  }

  /** Ends the streams of one who may not read any more. */
  endOf(principalId: string): void {
    for (const listeners of this.#sessions.values())
      for (const subscription of [...listeners]) if (subscription.principalId === principalId) subscription.end();
    for (const reader of [...this.#pulses]) if (reader.principalId === principalId) reader.end();
  }

  /** Ends all streams: their readers come back to the next server by cursor. */
  close(): void {
    this.#closed = true;
    for (const listeners of this.#sessions.values()) for (const subscription of [...listeners]) subscription.end();
    for (const reader of [...this.#pulses]) reader.end();
  }
}
