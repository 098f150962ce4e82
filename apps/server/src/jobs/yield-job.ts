import type { jobRoutes, Refusal } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { changesAhead } from "./changes";
import { addDependency } from "./dependencies";
import { giveBackJob, PARKED } from "./give-back-job";

/**
 * Gives a job back that has to come after others, since its change is at odds with theirs: it holds no worker until they
 * are over. Those that are over meanwhile, or that wait for it themselves, are nothing to wait for.
 */
export function yieldJob(core: Core, input: Parsed<typeof jobRoutes.yield>): Promise<{ ok: true } | Refusal> {
  return giveBackJob(core, input, async (tx, item) => {
    const wanted = new Set(input.after);
    const ahead = (await changesAhead(tx, item.seq)).filter(({ id }) => wanted.has(id));
    for (const { seq } of ahead) await addDependency(tx, item.seq, seq, "ended");
    return ahead.length > 0 ? PARKED : { ...PARKED, parked: false };
  });
}
