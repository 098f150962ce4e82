import type { Clock } from "../clock";

/** One timer at the earliest known deadline of all queues and approvals. What is due, the store knows. */
export class Deadlines {
  #at = Number.POSITIVE_INFINITY;
  #cancel: (() => void) | null = null;
  #due: (() => void) | null = null;

  constructor(readonly clock: Clock) {}

  /** Starts to call back when a deadline is reached. */
  start(due: () => void): void {
    this.#due = due;
  }

  /** Makes sure that the call comes no later than at this time. */
  arm(at: number): void {
    if (!this.#due || at >= this.#at) return;
    this.#cancel?.();
    this.#at = at;
    this.#cancel = this.clock.after(at - this.clock.now(), () => {
      this.#at = Number.POSITIVE_INFINITY;
      this.#cancel = null;
      this.#due?.();
    });
  }

  stop(): void {
    this.#due = null;
    this.#cancel?.();
    this.#cancel = null;
    this.#at = Number.POSITIVE_INFINITY;
  }
}
