import { delay } from "@pushpals/sdk";
import type { Log } from "@pushpals/shared/log";
import type { Prepared } from "./prepare";

/** How soon a push to the base branch reaches new jobs. */
const EVERY_MS = 60_000;

/**
 * Brings the base branch in from time to time, until `draining` aborts. What keeps it out is said once, not every time: landings go
 * on without it.
 */
export async function keepInStep(options: {
  prepare(): Promise<Prepared>;
  log: Log;
  draining: AbortSignal;
  everyMs?: number;
}): Promise<void> {
  const { prepare, log, draining, everyMs = EVERY_MS } = options;
  let told = "";
  for (;;) {
    await delay(everyMs, draining);
    if (draining.aborted) return;
    const prepared = await prepare();
    const problem = prepared.ok ? (prepared.note ?? "") : prepared.failure.message;
    if (problem !== "" && problem !== told) log.warn({ problem }, "the base branch was not brought in");
    told = problem;
  }
}
