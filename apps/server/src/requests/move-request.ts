import { type Refusal, type RouteReply, refuse, type requestRoutes } from "@pushpals/protocol";
import type { Core, Principal } from "../core";
import { appendEvent } from "../events/append-event";
import type { Parsed } from "../parsed";
import { rankOf } from "../queue/book";
import { PENDING, priorityCode, priorityName } from "../queue/codes";
import { etaAt } from "../queue/enqueue";
import { findItem, isRefusal } from "../queue/find-item";
import { place } from "../queue/move-item";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { notWaiting } from "./edit-request";
import { requestContext } from "./request-context";

type Input = Parsed<typeof requestRoutes.move>;
type Reply = RouteReply<typeof requestRoutes.move>;

/** Changes the place of a waiting request. The order is total: class, then the rank within it. */
export function moveRequest(core: Core, input: Input, caller: Principal): Promise<Reply | Refusal> {
  return core.store.write(async (tx): Promise<Reply | Refusal> => {
    const found = await findItem(tx, "requests", input.id);
    if (isRefusal(found)) return found;
    if (found.status !== PENDING) return notWaiting(found);
    const where = await placeFor(core, tx, input, found);
    if ("ok" in where) return where;
    const item = await place(core.queue, tx, found, where.priority, where.rank);
    const queuePosition = core.queue.book.position(item.queue, item.priority, rankOf(item));
    const priority = priorityName(item.priority);
    const payload = { requestId: item.id, priority, queuePosition, by: caller.name };
    await appendEvent(core.events, tx, item.session_id, "request_moved", payload, requestContext(item));
    const etaMs = etaAt(core.queue, "requests", item.kind, queuePosition);
    return { ok: true, requestId: item.id, priority, queuePosition, etaMs };
  });
}

async function placeFor(
  core: Core,
  tx: Tx,
  input: Input,
  item: ItemRow,
): Promise<{ priority: number; rank: number | null } | Refusal> {
  const { before, first, priority: wanted } = input;
  if (before === undefined && first !== true) {
    if (wanted === undefined) return refuse("bad_request", 'Say where to: "priority", "before" or "first".');
    return { priority: priorityCode(wanted), rank: null };
  }
  const next = before === undefined ? null : await findItem(tx, "requests", before);
  if (next && isRefusal(next)) return next;
  if (next && next.status !== PENDING) return notWaiting(next);
  if (next?.seq === item.seq) return refuse("bad_request", "A request cannot come before itself.");
  const priority = wanted === undefined ? (next ?? item).priority : priorityCode(wanted);
  if (next && next.priority !== priority)
    return refuse("bad_request", `"before" is ${priorityName(next.priority)}. Leave "priority" out to join it there.`);
  const rank = core.queue.book.rankBefore(item.queue, priority, next ? rankOf(next) : null);
  // Nobody in the class: its arrival puts it first.
  if (rank === null && next)
    return refuse("bad_request", "There is no room left right before that one. Move that one first.");
  return { priority, rank };
}
