export interface BackoffOptions {
  /** Wait before the second try. */
  baseMs: number;
  /** The wait never grows beyond this. */
  maxMs: number;
}

/**
 * How long to wait before the next try, in milliseconds, after `attempt` failures in a row (1, 2, 3, …).
 * Doubles from `baseMs` to `maxMs`; the upper half of each step is random, so that many callers spread out.
 */
export function backoffMs(attempt: number, { baseMs, maxMs }: BackoffOptions): number {
  const step = Math.min(maxMs, baseMs * 2 ** Math.min(30, Math.max(0, attempt - 1)));
  return Math.round(step / 2 + (Math.random() * step) / 2);
}

/** Resolves after `ms`, or at once when the signal aborts. Never rejects: ask the signal which it was. */
export function delay(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal?.addEventListener("abort", finish);
  });
}
