import type { Clock } from "../clock";
import type { Book } from "./book";

interface Waiter {
  owner: string;
  busy: boolean;
  /** Its time is up, or its caller is gone: it leaves as soon as it is not busy. */
  over: boolean;
  attempt(): Promise<unknown>;
  leave(result: unknown): void;
}

/** Claims that found nothing and wait for a commit that makes work, first come first served. */
export class Waiters {
  readonly #lines: Waiter[][] = [[], [], []];
  #closed = false;

  constructor(
    readonly book: Book,
    readonly clock: Clock,
  ) {}

  /** How many wait now. */
  idle(queue: number): number {
    return this.#lines[queue]?.filter((waiter) => !waiter.busy).length ?? 0;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Claims by `attempt` (null: found nothing), again after each commit that could have work for this owner. */
  async claim<T>(
    queue: number,
    owner: string,
    waitMs: number,
    signal: AbortSignal | undefined,
    attempt: () => Promise<T | null>,
  ): Promise<T | null> {
    const first = await attempt();
    if (first !== null || waitMs <= 0 || this.#closed || signal?.aborted) return first;
    return new Promise<T | null>((resolve, reject) => {
      const line = this.#lines[queue] ?? [];
      const end = () => {
        waiter.over = true;
        if (!waiter.busy) waiter.leave(null);
      };
      const cancelTimer = this.clock.after(waitMs, end);
      const waiter: Waiter = {
        owner,
        busy: false,
        over: false,
        attempt: () => attempt().catch((error) => void reject(error)),
        leave: (result) => {
          cancelTimer();
          signal?.removeEventListener("abort", end);
          const index = line.indexOf(waiter);
          if (index >= 0) line.splice(index, 1);
          resolve(result as T | null);
        },
      };
      line.push(waiter);
      signal?.addEventListener("abort", end, { once: true });
      // Work may have been committed together with the attempt that found none.
      this.wake(queue);
    });
  }

  /** Lets those try for whom the book says that there is something. */
  wake(queue: number): void {
    const line = this.#lines[queue] ?? [];
    const own = new Map<string, number>();
    let anybody: number | null = null;
    for (const waiter of [...line]) {
      const waiting = this.book.waitingFor(queue, waiter.owner);
      anybody ??= waiting.anybody;
      const mine = own.get(waiter.owner) ?? waiting.owner;
      if (mine <= 0 && anybody <= 0) continue;
      if (mine > 0) own.set(waiter.owner, mine - 1);
      else anybody -= 1;
      if (!waiter.busy) void this.#try(queue, waiter);
    }
  }

  /** Sends everybody away empty-handed, now and from now on. */
  close(): void {
    this.#closed = true;
    for (const line of this.#lines)
      for (const waiter of [...line]) {
        waiter.over = true;
        if (!waiter.busy) waiter.leave(null);
      }
  }

  async #try(queue: number, waiter: Waiter): Promise<void> {
    waiter.busy = true;
    const result = await waiter.attempt();
    waiter.busy = false;
    if (result !== null || waiter.over) waiter.leave(result ?? null);
    this.wake(queue);
  }
}
