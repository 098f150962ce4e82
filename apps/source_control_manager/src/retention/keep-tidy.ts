import { delay } from "@pushpals/sdk";
import { type CollectOptions, collectBranches } from "./collect-branches";

/** There is no hurry: branches are kept for days. */
const FIRST_MS = 5 * 60_000;
const EVERY_MS = 60 * 60_000;

/** Deletes branches whose retention has passed, from time to time, until the signal aborts. */
export async function keepTidy(options: Omit<CollectOptions, "now">): Promise<void> {
  const { log, signal } = options;
  for (let waitMs = FIRST_MS; ; waitMs = EVERY_MS) {
    await delay(waitMs, signal);
    if (signal.aborted) return;
    try {
      const collected = await collectBranches({ ...options, now: Date.now() });
      const { deleted, deletedThere, strange, stopped } = collected;
      if (deleted + deletedThere + strange > 0 || stopped !== null) log.info(collected, "branches of jobs collected");
    } catch (error) {
      log.error({ err: error }, "the branches of jobs could not be collected");
    }
  }
}
