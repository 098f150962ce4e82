import { type jobRoutes, type Refusal, type RouteReply, refuse, type TaskExecuteParams } from "@pushpals/protocol";
import { redriveCompletionItem, refuseReworked } from "../completions/redrive-completion";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import type { Parsed } from "../parsed";
import { rankOf } from "../queue/book";
import { FAILED, priorityName, statusName } from "../queue/codes";
import { etaAt } from "../queue/enqueue";
import { findItem, isRefusal, itemById, itemBySeq } from "../queue/find-item";
import { failureOf } from "../queue/item-view";
import { putBack } from "../queue/move-item";
import { reopenRequest } from "../requests/end-request";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { candidatesOf } from "./best-of/candidates";
import { addDependency, dependenciesOf, hopeFor, type JobState, removeDependency } from "./dependencies";
import { jobContext, jobFields, ofJob } from "./job-item";
import { LANDING_FAILED } from "./landing-codes";
import { noteAgain } from "./note-again";
import { reworkJobOf } from "./rework-job-of";

type Reply = RouteReply<typeof jobRoutes.redrive>;

/** Puts a failed job back in line with fresh attempts; one whose landing failed is landed anew. */
export function redriveJob(core: Core, input: Parsed<typeof jobRoutes.redrive>): Promise<Reply | Refusal> {
  return core.store.write(async (tx): Promise<Reply | Refusal> => {
    const item = await findItem(tx, "jobs", input.id);
    if (isRefusal(item)) return item;
    if (item.status === FAILED) return redriveItem(core, tx, item);
    const fields = await jobFields(tx, item.seq);
    const again = reworkJobOf(failureOf(fields.landing_failure));
    if (again !== null) return refuseReworked(again);
    const refused = fields.landing === LANDING_FAILED && failureOf(fields.landing_failure)?.code !== "cancelled";
    const completion =
      refused && fields.completion_id !== null ? await itemById(tx, "completions", fields.completion_id) : undefined;
    if (!completion)
      return refuse("already_settled", `Only a failed job can be redriven; this one is ${statusName(item.status)}.`);
    const { queuePosition, etaMs } = await redriveCompletionItem(core, tx, completion);
    return { ok: true, jobId: item.id, queuePosition, etaMs };
  });
}

async function redriveItem(core: Core, tx: Tx, item: ItemRow): Promise<Reply | Refusal> {
  const { start_when: startWhen, lane } = await jobFields(tx, item.seq);
  const open: JobState[] = [];
  if (item.failure_code === "no_candidate_stands") await redriveCandidates(core, tx, item);
  for (const on of await dependenciesOf(tx, item.seq)) {
    const hope = hopeFor(on.start_when ?? startWhen, on);
    if (hope === "never")
      return refuse("already_settled", `It depends on job ${on.id}, which did not succeed. Redrive that one first.`, {
        jobId: on.id,
      });
    if (hope === "waits") open.push(on);
    else await removeDependency(tx, item.seq, on.seq);
  }
  const parked = open.length > 0;
  const after = await putBack(core.queue, tx, item, {
    availableAt: null,
    parked,
    attempts: 0,
    as: null,
    failure: null,
  });
  await noteAgain(tx, after);
  await reopenRequest(tx, after.request_id);
  const queuePosition = core.queue.book.position(after.queue, after.priority, rankOf(after));
  const etaMs = etaAt(core.queue, "jobs", after.kind, queuePosition);
  const payload = {
    ...ofJob(after),
    kind: after.kind as "task.execute",
    ...(lane === null ? {} : { lane: lane as TaskExecuteParams["lane"] }),
    priority: priorityName(after.priority),
    dependsOn: open.map((on) => on.id),
    queuePosition,
    etaMs,
  };
  await appendEvent(core.events, tx, after.session_id, "job_enqueued", payload, jobContext(after));
  return { ok: true, jobId: after.id, queuePosition, etaMs };
}

/** There is nothing to choose from before they have been tried again. */
async function redriveCandidates(core: Core, tx: Tx, choosing: ItemRow): Promise<void> {
  for (const { job_seq: seq } of await candidatesOf(tx, choosing.id)) {
    const candidate = await itemBySeq(tx, seq);
    if (candidate.status !== FAILED) continue;
    await redriveItem(core, tx, candidate);
    await addDependency(tx, choosing.seq, seq, "ended");
  }
}
