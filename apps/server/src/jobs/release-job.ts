import type { jobRoutes, Refusal } from "@pushpals/protocol";
import { CANCELLED_ON_REQUEST } from "../cancelled";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { release } from "../queue/release";
import { endJobClaim } from "./fail-job";

/** Gives a job back unharmed. */
export const releaseJob = (core: Core, input: Parsed<typeof jobRoutes.release>): Promise<{ ok: true } | Refusal> =>
  release(core.queue, core.store, "jobs", input, async (tx, item) => {
    await endJobClaim(core, tx, item, CANCELLED_ON_REQUEST, "release");
  });
