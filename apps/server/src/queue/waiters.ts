import type { Clock } from "../clock";
import type { Book } from "./book";

interface Waiter {
  owner: string;
  labels: readonly string[];
  busy: boolean;
  /** Its time is up, or its caller is gone: it leaves as soon as it is not busy. */
  over: boolean;
  attempt(): Promise<unknown>;
  leave(result: unknown): void;
}

const MAX_NAMES = 10_000;

/** Claims that found nothing and wait for a commit that makes work: the warmest first, then first come first served. */
export class Waiters {
  readonly #lines: Waiter[][] = [[], [], []];
  /** When each was served last, as a running number. */
  readonly #served = new Map<string, number>();
  #servings = 0;
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
    labels: readonly string[] = [],
  ): Promise<T | null> {
    const first = await attempt();
    if (first !== null) this.#noteServed(owner);
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
        labels,
        busy: false,
        over: false,
        attempt: () => attempt().catch((error) => void reject(error)),
        leave: (result) => {
          cancelTimer();
          signal?.removeEventListener("abort", end);
          const index = line.indexOf(waiter);
          if (index >= 0) line.splice(index, 1);
          if (result !== null) this.#noteServed(owner);
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
    for (const waiter of this.#warmestFirst(line)) {
      const waiting = this.book.waitingFor(queue, waiter.owner, waiter.labels);
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

  /** Whoever was served last has its caches warm; the others get their chance to end when there is little to do. */
  #warmestFirst(line: readonly Waiter[]): Waiter[] {
    const served = (waiter: Waiter) => this.#served.get(waiter.owner) ?? 0;
    return line.toSorted((a, b) => served(b) - served(a));
  }

  #noteServed(owner: string): void {
    // Names come and go; who is forgotten counts as cold.
    if (this.#served.size >= MAX_NAMES) this.#served.clear();
    this.#servings += 1;
    this.#served.set(owner, this.#servings);
  }

  async #try(queue: number, waiter: Waiter): Promise<void> {
    waiter.busy = true;
    const result = await waiter.attempt();
    waiter.busy = false;
    if (result !== null || waiter.over) waiter.leave(result ?? null);
    this.wake(queue);
  }
}
