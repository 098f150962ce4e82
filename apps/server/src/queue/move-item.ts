import type { Failure } from "@pushpals/protocol";
import { statement } from "../store/statement";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { BLOCKED, PENDING } from "./codes";
import { announce, promotionTime } from "./enqueue";
import type { Settlement } from "./fence";
import { ITEM_COLUMNS } from "./find-item";
import { type Queue, recordFinished } from "./queue";

const FINISH = statement<ItemRow>(
  `UPDATE queue_items SET status = ?2, finished_at = ?3, failure_code = ?4, failure = ?5,
     settled_token = coalesce(lease_token, settled_token), settled_as = coalesce(?6, settled_as),
     settled_retry_at = NULL, lease_token = NULL, lease_expires_at = NULL, promote_at = NULL, available_at = NULL
   WHERE seq = ?1 RETURNING ${ITEM_COLUMNS}`,
);
const PUT_BACK = statement<ItemRow>(
  `UPDATE queue_items SET status = ?2, ready_at = ?3, promote_at = ?4, available_at = ?5,
     attempts = ?6, failure_code = ?7, failure = ?8, settled_retry_at = CASE WHEN ?9 IS NULL THEN settled_retry_at ELSE ?5 END,
     settled_token = CASE WHEN ?9 IS NULL THEN settled_token ELSE coalesce(lease_token, settled_token) END,
     settled_as = coalesce(?9, settled_as), finished_at = NULL, claimed_at = NULL,
     lease_token = NULL, lease_owner = NULL, lease_expires_at = NULL, cancel_requested = 0, outcome = NULL,
     approval_id = coalesce(?10, approval_id)
   WHERE seq = ?1 RETURNING ${ITEM_COLUMNS}`,
);
const PROMOTE = statement<ItemRow>(
  `UPDATE queue_items SET priority = ?2, promote_at = ?3 WHERE seq = ?1 RETURNING ${ITEM_COLUMNS}`,
);
const PLACE = statement<ItemRow>(
  `UPDATE queue_items SET priority = ?2, base_priority = ?2, place = ?3, promote_at = ?4
   WHERE seq = ?1 RETURNING ${ITEM_COLUMNS}`,
);
const RENEW = statement<ItemRow>(
  `UPDATE queue_items SET lease_expires_at = ?2 WHERE seq = ?1 RETURNING ${ITEM_COLUMNS}`,
);
const ASK_CANCEL = statement<ItemRow>(
  `UPDATE queue_items SET cancel_requested = 1 WHERE seq = ?1 RETURNING ${ITEM_COLUMNS}`,
);

/** Ends an item for good: completed, failed or cancelled. */
export async function finish(
  queue: Queue,
  tx: Tx,
  item: ItemRow,
  status: number,
  as: Settlement | null,
  failure: Failure | null,
): Promise<ItemRow> {
  const now = queue.clock.now();
  const told = failure ? JSON.stringify(failure) : null;
  const after = await changed(tx.first(FINISH, item.seq, status, now, failure?.code ?? null, told, as), item);
  queue.book.change(tx, item, after);
  tx.afterCommit(() => {
    recordFinished(queue, after);
    queue.signals.notify(`item:${after.id}`);
  });
  return after;
}

export interface PutBack {
  /** Not before this time; null for at once. */
  availableAt: number | null;
  /** It waits for something else than time; `wakeItem` ends that. */
  parked?: boolean;
  /** The approval that it is or was parked for. */
  approvalId?: string;
  attempts: number;
  as: Settlement | null;
  failure: Failure | null;
}

/** Puts an item back into its queue: in line at once, or blocked until its time has come. */
export async function putBack(queue: Queue, tx: Tx, item: ItemRow, how: PutBack): Promise<ItemRow> {
  const now = queue.clock.now();
  const blocked = how.availableAt !== null || how.parked === true;
  const values = [
    item.seq,
    blocked ? BLOCKED : PENDING,
    blocked ? null : now,
    blocked ? null : promotionTime(item.priority, now, item.wait_budget_ms),
    how.availableAt,
    how.attempts,
    how.failure?.code ?? null,
    how.failure ? JSON.stringify(how.failure) : null,
    how.as,
    how.approvalId ?? null,
  ];
  const after = await changed(tx.first(PUT_BACK, ...values), item);
  queue.book.change(tx, item, after);
  if (after.status === PENDING) announce(queue, tx, after);
  tx.afterCommit(() => {
    if (how.availableAt !== null) queue.deadlines.arm(how.availableAt);
    queue.signals.notify(`item:${after.id}`);
  });
  return after;
}

/** Puts a blocked item in line: its back-off is over, or what it waited for has come. */
export const wakeItem = (queue: Queue, tx: Tx, item: ItemRow): Promise<ItemRow> =>
  putBack(queue, tx, item, { availableAt: null, attempts: item.attempts, as: null, failure: null });

/** Raises an item that has waited past its budget by one class. */
export async function promote(queue: Queue, tx: Tx, item: ItemRow): Promise<ItemRow> {
  const priority = Math.max(0, item.priority - 1);
  const next = promotionTime(priority, queue.clock.now(), item.wait_budget_ms);
  const after = await changed(tx.first(PROMOTE, item.seq, priority, next), item);
  queue.book.change(tx, item, after);
  tx.afterCommit(() => {
    if (next !== null) queue.deadlines.arm(next);
  });
  return after;
}

/** Puts a waiting item into a class, at a rank within it; null: where its arrival puts it. */
export async function place(
  queue: Queue,
  tx: Tx,
  item: ItemRow,
  priority: number,
  rank: number | null,
): Promise<ItemRow> {
  const next = promotionTime(priority, queue.clock.now(), item.wait_budget_ms);
  const after = await changed(tx.first(PLACE, item.seq, priority, rank, next), item);
  queue.book.change(tx, item, after);
  tx.afterCommit(() => {
    if (next !== null) queue.deadlines.arm(next);
  });
  return after;
}

/** Prolongs a lease that is held. */
export async function renewLease(queue: Queue, tx: Tx, item: ItemRow): Promise<ItemRow> {
  const now = queue.clock.now();
  const expires = now + queue.settings.leaseMs;
  const after = await changed(tx.first(RENEW, item.seq, expires), item);
  const owner = item.lease_owner;
  tx.afterCommit(() => {
    queue.deadlines.arm(expires);
    if (owner !== null) queue.times.seen(item.queue, owner, now);
  });
  return after;
}

/** Asks whoever holds the item to stop; its heartbeat hears of it. */
export async function askCancel(queue: Queue, tx: Tx, item: ItemRow): Promise<ItemRow> {
  const after = await changed(tx.first(ASK_CANCEL, item.seq), item);
  tx.afterCommit(() => queue.signals.notify(`item:${after.id}`));
  return after;
}

async function changed(row: Promise<ItemRow | undefined>, item: ItemRow): Promise<ItemRow> {
  const after = await row;
  if (!after) throw new Error(`queue item ${item.seq} does not exist`);
  return after;
}
