import type { jobRoutes, Refusal } from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import type { Parsed } from "../parsed";
import { giveBackJob, PARKED } from "./give-back-job";
import { jobContext, ofJob } from "./job-item";
import { setQuestion } from "./messages";

/** A worker asks the person and gives the job back: it is parked until somebody says something to it. */
export function askPerson(core: Core, input: Parsed<typeof jobRoutes.ask>): Promise<{ ok: true } | Refusal> {
  return giveBackJob(core, input, async (tx, item) => {
    await setQuestion(tx, item.seq, input.question);
    const payload = { text: input.question, ...ofJob(item), asks: true as const };
    const context = { ...jobContext(item), from: item.lease_owner ?? "worker" };
    await appendEvent(core.events, tx, item.session_id, "assistant_message", payload, context);
    return PARKED;
  });
}
