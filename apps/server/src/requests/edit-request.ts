import { preview, type Refusal, type RequestContext, refuse, type requestRoutes } from "@pushpals/protocol";
import type { Core, Principal } from "../core";
import { appendEvent } from "../events/append-event";
import type { Parsed } from "../parsed";
import { PENDING, statusName } from "../queue/codes";
import { findItem, isRefusal } from "../queue/find-item";
import { statement } from "../store/statement";
import type { ItemRow } from "../store/tables";
import { requestPayload } from "./claim-request";
import { requestContext } from "./request-context";

const PAYLOAD = statement("UPDATE queue_payloads SET payload = ?2 WHERE seq = ?1");
const TITLE = statement("UPDATE queue_items SET title = ?2 WHERE seq = ?1");

/** Changes the text of a request that nobody has taken up yet. */
export function editRequest(
  core: Core,
  input: Parsed<typeof requestRoutes.edit>,
  caller: Principal,
): Promise<{ ok: true } | Refusal> {
  return core.store.write(async (tx): Promise<{ ok: true } | Refusal> => {
    const item = await findItem(tx, "requests", input.id);
    if (isRefusal(item)) return item;
    if (item.status !== PENDING) return notWaiting(item);
    const { context, ...rest } = await requestPayload(tx, item.seq);
    const payload = { ...rest, prompt: input.prompt, context: withoutNames(context) };
    await tx.run(PAYLOAD, item.seq, JSON.stringify(payload));
    await tx.run(TITLE, item.seq, preview(input.prompt));
    const told = { requestId: item.id, promptPreview: preview(input.prompt), by: caller.name };
    await appendEvent(core.events, tx, item.session_id, "request_edited", told, requestContext(item));
    return { ok: true };
  });
}

/** The files and symbols were those that the old text named. */
const withoutNames = (context: RequestContext | null): RequestContext | null =>
  context && { ...context, files: [], symbols: [] };

export const notWaiting = (item: ItemRow): Refusal =>
  refuse(
    "not_waiting",
    `The request is ${statusName(item.status)}, so it cannot be changed any more. Cancel it, or send another message.`,
    { status: statusName(item.status) },
  );
