import type { ClaimedRequest, Priority, Refusal, RequestContext, RouteReply, requestRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import type { Parsed } from "../parsed";
import { claimNext, leaseOf } from "../queue/claim";
import { claimOrWait } from "../queue/claim-or-wait";
import { priorityName } from "../queue/codes";
import { payloadOf } from "../queue/find-item";
import type { Reader } from "../store/store";
import type { ItemRow } from "../store/tables";
import { requestContext } from "./request-context";

type Reply = RouteReply<typeof requestRoutes.claim>;

/** Claims the next request for a planner. */
export function claimRequest(
  core: Core,
  input: Parsed<typeof requestRoutes.claim>,
  signal?: AbortSignal,
): Promise<Reply | Refusal> {
  return claimOrWait(core.queue, core.store, "requests", input.agentId, input.waitMs ?? 0, signal, async (tx) => {
    const item = await claimNext(core.queue, tx, "requests", input.agentId);
    if (!item) return null;
    const queueWaitMs = item.wait_ms ?? 0;
    await appendEvent(
      core.events,
      tx,
      item.session_id,
      "request_claimed",
      { requestId: item.id, agentId: input.agentId, attempt: item.attempts, queueWaitMs },
      requestContext(item),
    );
    const reply: Reply = { ok: true, request: await claimedRequest(tx, item), queueWaitMs, lease: leaseOf(item) };
    return { id: item.id, reply };
  });
}

async function claimedRequest(reader: Reader, item: ItemRow): Promise<ClaimedRequest> {
  const { prompt, context, bestOf } = await requestPayload(reader, item.seq);
  const priority: Priority = priorityName(item.priority);
  return {
    requestId: item.id,
    sessionId: item.session_id,
    prompt,
    context,
    priority,
    queueWaitBudgetMs: item.wait_budget_ms,
    turnId: item.turn_id,
    enqueuedAt: item.enqueued_at,
    bestOf: bestOf ?? null,
  };
}

/** What of a request only its planner needs. */
export interface RequestPayload {
  /** The whole of it. */
  prompt: string;
  /** What LocalBuddy knew. */
  context: RequestContext | null;
  /** How many candidates the person asked for. */
  bestOf?: number | null;
}

export const requestPayload = async (reader: Reader, seq: number): Promise<RequestPayload> =>
  JSON.parse(await payloadOf(reader, seq));
