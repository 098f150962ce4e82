import { type KeepWorkerOptions, keepWorker } from "./keep-worker";

export interface FleetOptions extends Omit<KeepWorkerOptions, "workerId" | "draining"> {
  /** How many workers; 0 starts none. */
  workers: number;
}

export interface Fleet {
  /** Ends all workers and resolves when none is left. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts WorkerPals under names that stay the same over restarts, so that a restarted one finds what it left behind.
 * Each is kept by itself: one that cannot start does not hold up the others.
 */
export function startFleet(options: FleetOptions): Fleet {
  const draining = new AbortController();
  const kept = Array.from({ length: options.workers }, (_, index) =>
    keepWorker({ ...options, workerId: `workerpal-${index + 1}`, draining: draining.signal }),
  );
  return {
    stop: async () => {
      draining.abort();
      await Promise.all(kept);
    },
  };
}
