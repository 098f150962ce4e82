import type { jobRoutes, Refusal } from "@pushpals/protocol";
import { CANCELLED_ON_REQUEST } from "../cancelled";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { fence } from "../queue/fence";
import { putBack } from "../queue/move-item";
import { changesAhead } from "./changes";
import { addDependency } from "./dependencies";
import { endJobClaim } from "./fail-job";

/**
 * Gives a job back that has to come after others, since its change is at odds with theirs: it holds no worker until they
 * are over. Those that are over meanwhile, or that wait for it themselves, are nothing to wait for. One that is to be
 * cancelled is cancelled instead.
 */
export function yieldJob(core: Core, input: Parsed<typeof jobRoutes.yield>): Promise<{ ok: true } | Refusal> {
  return core.store.write(async (tx): Promise<{ ok: true } | Refusal> => {
    const fenced = await fence(tx, "jobs", input.id, input.leaseToken, "release");
    if (fenced.kind === "refused") return fenced.refusal;
    if (fenced.kind === "repeated") return { ok: true };
    const { item } = fenced;
    if (item.cancel_requested === 1) {
      await endJobClaim(core, tx, item, CANCELLED_ON_REQUEST, "release");
      return { ok: true };
    }
    const wanted = new Set(input.after);
    const ahead = (await changesAhead(tx, item.seq)).filter(({ id }) => wanted.has(id));
    for (const { seq } of ahead) await addDependency(tx, item.seq, seq, "ended");
    const attempts = Math.max(0, item.attempts - 1);
    const parked = ahead.length > 0;
    await putBack(core.queue, tx, item, { availableAt: null, parked, attempts, as: "release", failure: null });
    return { ok: true };
  });
}
