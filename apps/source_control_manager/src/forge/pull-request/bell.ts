import { delay } from "@pushpals/sdk";

/** Wakes one waiter. Rung while nobody waits, it is heard by the next one. */
export interface Bell {
  ring(): void;
  /** Forgets what was rung so far. */
  hush(): void;
  /** Waits until it rings, the time is over, or the signal aborts. True when it rang. */
  wait(ms: number, signal: AbortSignal): Promise<boolean>;
}

export function makeBell(): Bell {
  let waking = new AbortController();
  return {
    ring: () => waking.abort(),
    hush: () => {
      waking = new AbortController();
    },
    wait: async (ms, signal) => {
      const { signal: rung } = waking;
      await delay(ms, AbortSignal.any([rung, signal]));
      return rung.aborted;
    },
  };
}
