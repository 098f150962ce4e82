/** Time for the whole server. Milliseconds since the epoch; never goes backwards within a process. */
export interface Clock {
  now(): number;
  /** Run once after so many milliseconds; the answer takes it back. */
  after(ms: number, run: () => void): () => void;
}

/** Longest delay that a timer takes; anything later is looked at again then. */
const MAX_TIMER_MS = 2_000_000_000;

/** The wall clock at the start of the process, moved on by the monotonic one: a jump of the wall clock moves no deadline. */
export function systemClock(): Clock {
  const start = Date.now() - performance.now();
  return {
    now: () => Math.floor(start + performance.now()),
    after(ms, run) {
      const timer = setTimeout(run, Math.min(Math.max(0, ms), MAX_TIMER_MS));
      return () => clearTimeout(timer);
    },
  };
}
