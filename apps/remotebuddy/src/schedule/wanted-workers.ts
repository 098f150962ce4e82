export interface FleetFacts {
  min: number;
  max: number;
  /** Workers that run or start now. */
  running: number;
  /** Jobs in work, by whomever. */
  busy: number;
  /** Jobs that could start now. */
  waiting: number;
  freeMemoryMb: number;
  /** To be free for each worker that is started. */
  workerMemoryMb: number;
}

/**
 * How many workers there should be: one for each job that runs or could run, within the limits, and no more than fit
 * into memory. Never fewer than run now, since a worker that is idle for long enough ends by itself, with nothing in
 * hand; and always `min`, whatever memory says.
 */
export function wantedWorkers(facts: FleetFacts): number {
  const { min, max, running, busy, waiting, freeMemoryMb, workerMemoryMb } = facts;
  const lowest = Math.min(min, max);
  const byQueue = Math.min(max, busy + waiting);
  const byMemory = running + Math.max(0, Math.floor(freeMemoryMb / workerMemoryMb));
  return Math.max(lowest, running, Math.min(byQueue, byMemory));
}
