import { join } from "node:path";
import type { ClaimedCompletion, Failure } from "@pushpals/protocol";
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
  /** The tree to land is not the tree tested: no trouble of one item. Nothing more is to be claimed. */
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
      stopOnViolation(line.land(completion, context), completion, context.leaseToken, options).finally(() =>
        options.onSettled?.(),
      ),
    onCaughtUp: line.caughtUp,
    log,
    draining,
    onIdle: () => options.onIdle?.(),
    onBusy: (id) => options.onBusy?.(id),
  });
  return { inHand, done };
}

/** The item is not at fault: it goes back unharmed, for whoever lands again. */
async function stopOnViolation(
  landing: ReturnType<LandingLine["land"]>,
  { completionId: id }: Pick<ClaimedCompletion, "completionId">,
  leaseToken: string,
  { onViolation, client, log }: LoopOptions,
): Promise<"settled" | Failure> {
  try {
    return await landing;
  } catch (error) {
    if (!(error instanceof TestedTreeViolation)) throw error;
    onViolation(error);
    const released = await client.completions.release({ id, leaseToken, reason: error.message.slice(0, 1_000) });
    if (!released.ok) log.warn({ id, code: released.code }, "it goes back once its lease has run out");
    return "settled";
  }
}
