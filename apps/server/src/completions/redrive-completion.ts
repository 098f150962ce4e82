import { type completionRoutes, type Refusal, type RouteReply, refuse } from "@pushpals/protocol";
import { askAnew } from "../approvals/ask-anew";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import { jobContext } from "../jobs/job-item";
import { LANDING_WAITING } from "../jobs/landing-codes";
import { noteAgain } from "../jobs/note-again";
import { reworkJobOf } from "../jobs/rework-job-of";
import type { Parsed } from "../parsed";
import { rankOf } from "../queue/book";
import { FAILED, statusName } from "../queue/codes";
import { etaAt } from "../queue/enqueue";
import { findItem, isRefusal } from "../queue/find-item";
import { failureOf } from "../queue/item-view";
import { putBack } from "../queue/move-item";
import { reopenRequest } from "../requests/end-request";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { ofCompletion, setLanding, withJob } from "./completion-item";

type Reply = RouteReply<typeof completionRoutes.redrive>;

/** Puts a completion that failed to land back in line with fresh attempts. */
export function redriveCompletion(
  core: Core,
  input: Parsed<typeof completionRoutes.redrive>,
): Promise<Reply | Refusal> {
  return core.store.write(async (tx): Promise<Reply | Refusal> => {
    const item = await findItem(tx, "completions", input.id);
    if (isRefusal(item)) return item;
    const again = reworkJobOf(failureOf(item.failure));
    if (again !== null) return refuseReworked(again);
    if (item.status === FAILED) return redriveCompletionItem(core, tx, item);
    const message = `Only a failed completion can be redriven; this one is ${statusName(item.status)}.`;
    return refuse("already_settled", message);
  });
}

/** Both landed would be the same task twice. */
export const refuseReworked = (jobId: string): Refusal =>
  refuse(
    "already_settled",
    `The task was done again as job ${jobId}, since this change did not fit. Redrive that one.`,
    {
      jobId,
    },
  );

export async function redriveCompletionItem(core: Core, tx: Tx, found: ItemRow): Promise<Reply> {
  const item = await putBack(core.queue, tx, found, { availableAt: null, attempts: 0, as: null, failure: null });
  await askAnew(tx, item, core.clock.now());
  const { fields, job } = await withJob(tx, item);
  await setLanding(tx, job.seq, LANDING_WAITING, null, null);
  await noteAgain(tx, job);
  await reopenRequest(tx, job.request_id);
  const queuePosition = core.queue.book.position(item.queue, item.priority, rankOf(item));
  const etaMs = etaAt(core.queue, "completions", item.kind, queuePosition);
  const { branch, commit_sha: commitSha } = fields;
  const payload = { ...ofCompletion(item, job), branch, commitSha, queuePosition };
  await appendEvent(core.events, tx, item.session_id, "completion_enqueued", payload, jobContext(job));
  return { ok: true, completionId: item.id, queuePosition, etaMs };
}
