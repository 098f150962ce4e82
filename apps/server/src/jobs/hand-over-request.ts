import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import { COMPLETED } from "../queue/codes";
import { finish } from "../queue/move-item";
import { cancelJobsOf } from "../requests/cancel-request";
import { endRequestIfOver, JOBS_OF_REQUEST } from "../requests/end-request";
import { requestContext } from "../requests/request-context";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";

/** Settles a request by the jobs that were made of it. If it was to be cancelled, they are cancelled right away. */
export async function handOverRequest(
  core: Core,
  tx: Tx,
  request: ItemRow,
  message: string | undefined,
): Promise<void> {
  const item = await finish(core.queue, tx, request, COMPLETED, "hand_over", null);
  const context = requestContext(item);
  const requestId = item.id;
  if (message)
    await appendEvent(core.events, tx, item.session_id, "assistant_message", { text: message, requestId }, context);
  const jobIds = (await tx.all(JOBS_OF_REQUEST, requestId)).map((job) => job.id);
  const payload = { requestId, outcome: "handed_over" as const, jobIds };
  await appendEvent(core.events, tx, item.session_id, "request_completed", payload, context);
  if (request.cancel_requested === 1) await cancelJobsOf(core, tx, requestId, "a cancel of the request");
  // All of its jobs may have failed at once, by what they depend on.
  await endRequestIfOver(core, tx, requestId);
}
