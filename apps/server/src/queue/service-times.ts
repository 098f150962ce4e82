import { type QueueName, queueCode } from "./codes";

/** Weight of the newest sample in the moving average. */
const NEWEST = 0.2;
/** A consumer not heard of for this long is not counted on. */
const CONSUMER_TTL_MS = 60_000;
/** Expected service times before anything was measured, in milliseconds. */
const DEFAULTS: Record<QueueName, number> = { requests: 2_000, jobs: 30_000, completions: 10_000 };

/** Measured service times per queue and kind, and who has lately been there to serve. */
export class ServiceTimes {
  readonly #averages = new Map<string, number>();
  readonly #seen: Map<string, number>[] = [new Map(), new Map(), new Map()];

  record(queue: number, kind: string, runMs: number): void {
    const key = `${queue}:${kind}`;
    const before = this.#averages.get(key);
    this.#averages.set(key, before === undefined ? runMs : before + NEWEST * (runMs - before));
  }

  seen(queue: number, owner: string, now: number): void {
    this.#seen[queue]?.set(owner, now);
  }

  /**
   * Expected milliseconds until the one at this position is claimed: those ahead, less the consumers
   * that are idle right now, at the average service time, shared by all consumers. The one that is in
   * service when it joins is half done on average.
   */
  eta(queue: QueueName, kind: string, position: number, idle: number, now: number): number {
    const code = queueCode(queue);
    const ahead = position - 1 - idle;
    if (ahead < 0) return 0;
    const average = this.#averages.get(`${code}:${kind}`) ?? DEFAULTS[queue];
    return Math.round((average * (ahead + 0.5)) / Math.max(1, this.#consumers(code, now)));
  }

  #consumers(queue: number, now: number): number {
    const seen = this.#seen[queue];
    if (!seen) return 0;
    for (const [owner, at] of seen) if (at < now - CONSUMER_TTL_MS) seen.delete(owner);
    return seen.size;
  }
}
