import { type KeepWorkerOptions, keepWorker } from "./keep-worker";

export interface FleetOptions extends Omit<KeepWorkerOptions, "workerId" | "draining" | "mayRetire"> {
  /** How many workers are always kept; 0 keeps none. */
  workers: number;
  /** How many there may be; those above `workers` are started by `grow`, and may end when they are idle. */
  max?: number;
}

export interface Fleet {
  /** How many run or are being kept now. */
  running(): number;
  /** Starts workers until there are this many, within the limit. */
  grow(wanted: number): void;
  /** Ends all workers and resolves when none is left. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts WorkerPals under names that stay the same over restarts, so that a restarted one finds what it left behind.
 * Each is kept by itself: one that cannot start does not hold up the others.
 */
export function startFleet(options: FleetOptions): Fleet {
  const draining = new AbortController();
  const max = Math.max(options.workers, options.max ?? options.workers);
  const kept = new Map<number, Promise<void>>();
  const keep = (slot: number) => {
    const mayRetire = slot > options.workers;
    const life = keepWorker({ ...options, mayRetire, workerId: `workerpal-${slot}`, draining: draining.signal });
    kept.set(
      slot,
      life.finally(() => kept.delete(slot)),
    );
  };
  const grow = (wanted: number) => {
    for (let slot = 1; slot <= max && kept.size < wanted && !draining.signal.aborted; slot += 1)
      if (!kept.has(slot)) keep(slot);
  };
  grow(options.workers);
  return {
    running: () => kept.size,
    grow,
    stop: async () => {
      draining.abort();
      await Promise.all(kept.values());
    },
  };
}
