import type { jobRoutes, Refusal } from "@pushpals/protocol";
import { CANCELLED_ON_REQUEST } from "../cancelled";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import type { Parsed } from "../parsed";
import { fence } from "../queue/fence";
import { putBack } from "../queue/move-item";
import { endJobClaim } from "./fail-job";
import { jobContext, ofJob } from "./job-item";
import { setQuestion } from "./messages";

/**
 * A worker asks the person and gives the job back: it is parked, without counting the attempt, until somebody says
 * something to it. One that is to be cancelled is cancelled instead.
 */
export function askPerson(core: Core, input: Parsed<typeof jobRoutes.ask>): Promise<{ ok: true } | Refusal> {
  return core.store.write(async (tx): Promise<{ ok: true } | Refusal> => {
    const fenced = await fence(tx, "jobs", input.id, input.leaseToken, "release");
    if (fenced.kind === "refused") return fenced.refusal;
    if (fenced.kind === "repeated") return { ok: true };
    const { item } = fenced;
    if (item.cancel_requested === 1) {
      await endJobClaim(core, tx, item, CANCELLED_ON_REQUEST, "release");
      return { ok: true };
    }
    await setQuestion(tx, item.seq, input.question);
    const payload = { text: input.question, ...ofJob(item), asks: true as const };
    const context = { ...jobContext(item), from: item.lease_owner ?? "worker" };
    await appendEvent(core.events, tx, item.session_id, "assistant_message", payload, context);
    const attempts = Math.max(0, item.attempts - 1);
    await putBack(core.queue, tx, item, { availableAt: null, parked: true, attempts, as: "release", failure: null });
    return { ok: true };
  });
}
