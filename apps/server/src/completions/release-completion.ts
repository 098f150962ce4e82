import type { completionRoutes, Refusal } from "@pushpals/protocol";
import { CANCELLED_ON_REQUEST } from "../cancelled";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { release } from "../queue/release";
import { endCompletionClaim } from "./fail-completion";

/** Gives a completion back unharmed, or parks it until an approval is decided. */
export const releaseCompletion = (
  core: Core,
  input: Parsed<typeof completionRoutes.release>,
): Promise<{ ok: true } | Refusal> =>
  release(core.queue, core.store, "completions", input, async (tx, item) => {
    await endCompletionClaim(core, tx, item, CANCELLED_ON_REQUEST, "release");
  });
