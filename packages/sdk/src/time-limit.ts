/** A signal that aborts with the caller's, or when `ms` pass without `extend()`. `release()` when done. */
export interface TimeLimit {
  signal: AbortSignal;
  /** True when it was the limit, not the caller, that aborted. */
  expired(): boolean;
  /** Start counting anew. */
  extend(): void;
  /** Stop counting until the next `extend()`. */
  pause(): void;
  release(): void;
}

/** Not `AbortSignal.any`: a process-long signal must not gather a listener for each call made under it. */
export function timeLimit(ms: number, outer?: AbortSignal): TimeLimit {
  const controller = new AbortController();
  let expired = false;
  const expire = () => {
    expired = true;
    controller.abort();
  };
  const abort = () => controller.abort();
  let timer = setTimeout(expire, ms);
  if (outer?.aborted) abort();
  outer?.addEventListener("abort", abort);
  return {
    signal: controller.signal,
    expired: () => expired,
    extend() {
      clearTimeout(timer);
      timer = setTimeout(expire, ms);
    },
    pause: () => clearTimeout(timer),
    release() {
      clearTimeout(timer);
      outer?.removeEventListener("abort", abort);
    },
  };
}
