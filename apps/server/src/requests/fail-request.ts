import type { Failure, Refusal, RouteReply, requestRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import { failClaim } from "../fail-claim";
import type { Parsed } from "../parsed";
import type { CANCELLED, FAILED } from "../queue/codes";
import type { Settlement } from "../queue/fence";
import { judgeFailure } from "../queue/judge-failure";
import { finish, putBack } from "../queue/move-item";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { endRequestIfOver } from "./end-request";
import { requestContext } from "./request-context";

type Reply = RouteReply<typeof requestRoutes.fail>;

/** Settles a claimed request as failed, or hands it back when its class of failure is tried again. */
export const failRequest = (core: Core, input: Parsed<typeof requestRoutes.fail>): Promise<Reply | Refusal> =>
  failClaim(core, "requests", input, endRequestClaim);

/** Ends one claim of a request in this failure: told by its holder, or found by the sweep. */
export async function endRequestClaim(
  core: Core,
  tx: Tx,
  item: ItemRow,
  failure: Failure,
  as: Settlement | null,
): Promise<ItemRow> {
  const verdict = judgeFailure(core.queue, item, failure);
  if (verdict.kind === "retry") {
    const text = `The planner could not finish (${failure.message}). The request is tried again, attempt ${item.attempts + 1} of ${item.max_attempts}.`;
    const note = { state: "note" as const, text: text.slice(0, 8_000), requestId: item.id };
    await appendEvent(core.events, tx, item.session_id, "status", note, requestContext(item));
    return putBack(core.queue, tx, item, { availableAt: verdict.at, attempts: item.attempts, as, failure });
  }
  return endRequestBadly(core, tx, item, verdict.status, verdict.failure, as);
}

/** Ends a request that did not get to an answer or a hand-over. */
export async function endRequestBadly(
  core: Core,
  tx: Tx,
  item: ItemRow,
  status: typeof FAILED | typeof CANCELLED,
  failure: Failure,
  as: Settlement | null,
): Promise<ItemRow> {
  const after = await finish(core.queue, tx, item, status, as, failure);
  const payload = { requestId: item.id, failure };
  await appendEvent(core.events, tx, item.session_id, "request_failed", payload, requestContext(item));
  await endRequestIfOver(core, tx, item.id);
  return after;
}
