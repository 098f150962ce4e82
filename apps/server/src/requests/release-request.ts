import type { Refusal, requestRoutes } from "@pushpals/protocol";
import { CANCELLED_ON_REQUEST } from "../cancelled";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { CANCELLED } from "../queue/codes";
import { release } from "../queue/release";
import { endRequestBadly } from "./fail-request";

/** Gives a request back unharmed. */
export const releaseRequest = (
  core: Core,
  input: Parsed<typeof requestRoutes.release>,
): Promise<{ ok: true } | Refusal> =>
  release(core.queue, core.store, "requests", input, async (tx, item) => {
    await endRequestBadly(core, tx, item, CANCELLED, CANCELLED_ON_REQUEST, "release");
  });
