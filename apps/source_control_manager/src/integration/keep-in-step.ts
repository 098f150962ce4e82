import { delay } from "@pushpals/sdk";
import type { Log } from "@pushpals/shared/log";
import type { Prepared } from "./prepare";

/** How soon a push to the base branch reaches new jobs. */
const EVERY_MS = 60_000;

/**
 * Brings the base branch in from time to time, until `draining` aborts. What keeps it out pauses that, and is told
 * once, not every time; so is its end. Landings go on without it.
 */
export async function keepInStep(options: {
  prepare(): Promise<Prepared>;
  /** Says something to people. */
  tell(text: string): void;
  /** Why it is kept out, for a person; null once it is not. */
  onProblem?(problem: string | null): void;
  log: Log;
  draining: AbortSignal;
  everyMs?: number;
}): Promise<void> {
  const { prepare, tell, onProblem, log, draining, everyMs = EVERY_MS } = options;
  let told = "";
  let wasTold = false;
  for (;;) {
    await delay(everyMs, draining);
    if (draining.aborted) return;
    const prepared = await prepare();
    const problem = prepared.ok ? (prepared.note ?? "") : prepared.failure.message;
    if (problem === told) continue;
    told = problem;
    if (problem !== "") log.warn({ problem }, "the base branch was not brought in");
    const forPeople = problem !== "" && isForPeople(prepared);
    if (forPeople) tell(`Bringing the base branch in is paused: ${problem} Landings go on without it.`);
    if (problem === "" && wasTold) tell("The base branch is brought in again.");
    if (forPeople || problem === "") onProblem?.(forPeople ? problem.slice(0, 1_000) : null);
    wasTold = forPeople || (wasTold && problem !== "");
  }
}

/** An outage passes by itself, and the landings tell of it; a conflict or a red base waits for a person. */
const isForPeople = (prepared: Prepared): boolean =>
  prepared.ok || !["remote_unavailable", "integration_moved", "landing_unknown"].includes(prepared.failure.code);
