import { join } from "node:path";
import type { Client } from "@pushpals/sdk";
import { completionsQueue, consume } from "@pushpals/shared/consume";
import type { Log } from "@pushpals/shared/log";
import { InHand } from "./batch/in-hand";
import { type LandingLine, openLine } from "./batch/landing-line";
import type { LandingDesk } from "./landing-desk";
import { TestedTreeViolation } from "./merge/assert-tested";
import type { Turns } from "./turns";

export interface LoopOptions {
  desk: LandingDesk;
  client: Client;
  pusherId: string;
  turns: Turns;
  /** Folder of the daemon's own records. */
  records: string;
  log: Log;
  draining: AbortSignal;
  /** A completion was settled, whichever way. */
  onSettled?(): void;
  onIdle?(): void;
  onBusy?(id: string): void;
  /** The tree to land is not the tree tested: no trouble of one item, the queue stops until a person has looked. */
  onViolation(error: TestedTreeViolation): void;
}

/** Claims completions and lands them, until `draining` aborts and nothing is in hand. */
export function landUntilDrained(options: LoopOptions): { inHand: InHand; done: Promise<void> } {
  const { desk, log, draining } = options;
  const inHand = new InHand(join(options.records, "in-hand"));
  const line = openLine(desk, options.turns, inHand);
  const done = consume({
    queue: completionsQueue(options.client, options.pusherId),
    concurrency: line.capacity,
    handle: (completion, context) =>
      stopOnViolation(line.land(completion, context), options).finally(() => options.onSettled?.()),
    onCaughtUp: line.caughtUp,
    log,
    draining,
    onIdle: () => options.onIdle?.(),
    onBusy: (id) => options.onBusy?.(id),
  });
  return { inHand, done };
}

async function stopOnViolation(landing: ReturnType<LandingLine["land"]>, { onViolation }: LoopOptions) {
  try {
    return await landing;
  } catch (error) {
    if (error instanceof TestedTreeViolation) onViolation(error);
    throw error;
  }
}
