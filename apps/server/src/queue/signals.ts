import type { Clock } from "../clock";

/** Wakes those who wait for a change of one thing, named by a key. Says only that it changed: look again. */
export class Signals {
  readonly #waiting = new Map<string, Set<() => void>>();
  #closed = false;

  constructor(readonly clock: Clock) {}

  notify(key: string): void {
    const waiting = this.#waiting.get(key);
    this.#waiting.delete(key);
    for (const wake of waiting ?? []) wake();
  }

  /** Resolves at the next change, after so many milliseconds, or when the caller is gone or the server closes. */
  wait(key: string, ms: number, signal?: AbortSignal): Promise<void> {
    if (ms <= 0 || this.#closed || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(key) ?? new Set();
      this.#waiting.set(key, waiting);
      const wake = () => {
        cancelTimer();
        signal?.removeEventListener("abort", wake);
        waiting.delete(wake);
        if (waiting.size === 0 && this.#waiting.get(key) === waiting) this.#waiting.delete(key);
        resolve();
      };
      const cancelTimer = this.clock.after(ms, wake);
      waiting.add(wake);
      signal?.addEventListener("abort", wake, { once: true });
    });
  }

  /** Wakes everybody, now and from now on. */
  close(): void {
    this.#closed = true;
    for (const key of [...this.#waiting.keys()]) this.notify(key);
  }
}
