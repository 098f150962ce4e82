import { delay } from "@pushpals/sdk";
import { type CollectOptions, collectBranches } from "./collect-branches";
import { collectRescues } from "./collect-rescues";

/** There is no hurry: branches are kept for days. */
const FIRST_MS = 5 * 60_000;
const EVERY_MS = 60 * 60_000;

/**
 * From time to time, until the signal aborts: deletes branches and rescued work whose retention has passed, and packs
 * what is left, so that the disk does not fill with the number of jobs done.
 */
export async function keepTidy(options: Omit<CollectOptions, "now">): Promise<void> {
  const { log, signal, mirror, retention } = options;
  for (let waitMs = FIRST_MS; ; waitMs = EVERY_MS) {
    await delay(waitMs, signal);
    if (signal.aborted) return;
    try {
      const collected = await collectBranches({ ...options, now: Date.now() });
      const { deleted, deletedThere, strange, stopped } = collected;
      if (deleted + deletedThere + strange > 0 || stopped !== null) log.info(collected, "branches of jobs collected");
      const rescues = await collectRescues(mirror, retention, Date.now());
      if (rescues > 0) log.info({ rescues }, "rescued work of jobs collected");
      const problem = await mirror.tidy({ signal });
      if (problem !== null) log.warn({ problem }, "the mirror could not be packed");
    } catch (error) {
      log.error({ err: error }, "what jobs have left could not be collected");
    }
  }
}
