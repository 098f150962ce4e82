import {
  DEFAULT_QUEUE_WAIT_BUDGET_MS,
  preview,
  type Refusal,
  type RouteReply,
  type requestRoutes,
} from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import { idempotencyOf } from "../idempotency";
import type { Known } from "../known";
import type { Parsed } from "../parsed";
import { enqueue } from "../queue/enqueue";
import { nameSession, sessionCursor } from "../sessions/session";
import type { RequestPayload } from "./claim-request";
import { requestContext } from "./request-context";

type Reply = RouteReply<typeof requestRoutes.enqueue>;

/** Puts a person's request in line. */
export async function enqueueRequest(
  core: Core,
  input: Parsed<typeof requestRoutes.enqueue>,
): Promise<Known<Reply> | Refusal> {
  const priority = input.priority ?? "normal";
  // What was found out about the repository is no part of what makes two calls the same: it moves on meanwhile.
  const { idempotencyKey, context: _, ...body } = input;
  const idempotency = idempotencyOf(idempotencyKey, body);
  return core.store.write(async (tx) => {
    const session = await sessionCursor(tx, input.sessionId);
    if (!session.ok) return session;
    const added = await enqueue(core.queue, tx, {
      queue: "requests",
      sessionId: input.sessionId,
      kind: "request",
      title: preview(input.prompt),
      priority,
      waitBudgetMs: input.queueWaitBudgetMs ?? DEFAULT_QUEUE_WAIT_BUDGET_MS[priority],
      payload: JSON.stringify({
        prompt: input.prompt,
        context: input.context ?? null,
        bestOf: input.bestOf ?? null,
      } satisfies RequestPayload),
      turnId: input.turnId,
      idempotency,
    });
    if (!added.ok) return added;
    const { item, position, etaMs, known } = added;
    if (!known) {
      await nameSession(tx, item.session_id, input.prompt, "request");
      await appendEvent(
        core.events,
        tx,
        item.session_id,
        "request_enqueued",
        { requestId: item.id, promptPreview: item.title, priority, queuePosition: position, etaMs },
        requestContext(item),
      );
    }
    return { ok: true as const, known, reply: { ok: true, requestId: item.id, queuePosition: position, etaMs } };
  });
}
