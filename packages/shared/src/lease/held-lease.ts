import type { Lease } from "@pushpals/protocol";

export type AbortReason = "lease_lost" | "cancelled" | "shutdown";

const MIN_MS = 1_000;
const MAX_MS = 600_000;

/**
 * The lease in hand: when it runs out by this process's own clock, and why the work was told to stop.
 * Runs out by itself, whatever a call to the hub is doing; the work is then stopped as `lease_lost`.
 */
export class HeldLease {
  reason: AbortReason | null = null;
  /** How long it lives from a renewal. Bounded, as the clocks of hub and worker may differ. */
  readonly lengthMs: number;
  readonly #work = new AbortController();
  readonly #beat = new AbortController();
  readonly #onExpiry: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(lease: Lease, onExpiry: () => void) {
    this.lengthMs = Math.min(MAX_MS, Math.max(MIN_MS, lease.expiresAt - Date.now()));
    this.#onExpiry = onExpiry;
    this.renew(performance.now());
  }

  /** Aborts when the work has to stop. */
  get signal(): AbortSignal {
    return this.#work.signal;
  }

  /** Aborts when the work is over and no renewal is needed. */
  get beatSignal(): AbortSignal {
    return this.#beat.signal;
  }

  get finished(): boolean {
    return this.#beat.signal.aborted;
  }

  /** Renewed by a beat that was sent at `sentAt` (of `performance.now()`): not later than the hub took it. */
  renew(sentAt: number): void {
    clearTimeout(this.#timer);
    if (this.finished) return;
    this.#timer = setTimeout(() => this.#expire(), sentAt + this.lengthMs - performance.now());
  }

  /** The first reason counts, but a lost lease overrules: then nothing may be sent. */
  abort(reason: AbortReason): void {
    if (this.reason === null || reason === "lease_lost") this.reason = reason;
    this.#work.abort(reason);
  }

  /** The claim is settled or the work is over: nothing can be lost any more. */
  finish(): void {
    clearTimeout(this.#timer);
    this.#beat.abort();
  }

  #expire(): void {
    this.#onExpiry();
    this.abort("lease_lost");
    this.finish();
  }
}
