import { type AdmissionLimits, admission, freeSpace } from "../admission";
import type { WorkerSetup } from "../worker-setup";
import { collectLeftovers } from "./collect-leftovers";
import type { Keeping } from "./staying";

const EVERY_MS = 10 * 60_000;
/** While the disk is short, and jobs wait for it. */
const SHORT_EVERY_MS = 60_000;

export interface Admitting {
  setup: WorkerSetup;
  worktrees: string;
  /** Where room is looked for. */
  dataDir: string;
  limits: AdmissionLimits;
  keeping: Omit<Keeping, "isDiskShort">;
}

/**
 * To be asked before each job: collects what killed workers have left, from time to time, and at once where room is
 * short, then says why no job must be taken, or null.
 */
export function admitAndCollect({
  setup,
  worktrees,
  dataDir,
  limits,
  keeping,
}: Admitting): () => Promise<string | null> {
  let collectedAt = performance.now();
  return async () => {
    const before = freeSpace(dataDir);
    const why = admission(limits, before);
    const isDiskShort = admission({ ...limits, minFreeMemoryMb: 0 }, before) !== null;
    if (performance.now() - collectedAt < (isDiskShort ? SHORT_EVERY_MS : EVERY_MS)) return why;
    await collectLeftovers(setup, worktrees, { ...keeping, isDiskShort });
    collectedAt = performance.now();
    return admission(limits, freeSpace(dataDir));
  };
}
