import type { jobRoutes, Refusal } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { release } from "../queue/release";
import { cancelClaim } from "./give-back-job";

/** Gives a job back unharmed. */
export const releaseJob = (core: Core, input: Parsed<typeof jobRoutes.release>): Promise<{ ok: true } | Refusal> =>
  release(core.queue, core.store, "jobs", input, cancelClaim(core));
