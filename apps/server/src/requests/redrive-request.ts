import { type Refusal, type RouteReply, refuse, type requestRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import type { Parsed } from "../parsed";
import { rankOf } from "../queue/book";
import { FAILED, priorityName, statusName } from "../queue/codes";
import { etaAt } from "../queue/enqueue";
import { findItem, isRefusal } from "../queue/find-item";
import { putBack } from "../queue/move-item";
import { requestContext } from "./request-context";

type Reply = RouteReply<typeof requestRoutes.redrive>;

/** Puts a failed request back in line with fresh attempts. */
export function redriveRequest(core: Core, input: Parsed<typeof requestRoutes.redrive>): Promise<Reply | Refusal> {
  return core.store.write(async (tx): Promise<Reply | Refusal> => {
    const found = await findItem(tx, "requests", input.id);
    if (isRefusal(found)) return found;
    if (found.status !== FAILED)
      return refuse(
        "already_settled",
        `Only a failed request can be redriven; this one is ${statusName(found.status)}.`,
      );
    const item = await putBack(core.queue, tx, found, { availableAt: null, attempts: 0, as: null, failure: null });
    const queuePosition = core.queue.book.position(item.queue, item.priority, rankOf(item));
    const etaMs = etaAt(core.queue, "requests", item.kind, queuePosition);
    const payload = {
      requestId: item.id,
      promptPreview: item.title,
      priority: priorityName(item.priority),
      queuePosition,
      etaMs,
    };
    await appendEvent(core.events, tx, item.session_id, "request_enqueued", payload, requestContext(item));
    return { ok: true, requestId: item.id, queuePosition, etaMs };
  });
}
