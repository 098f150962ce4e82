import { statement } from "../store/statement";
import type { Reader, Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { ITEM_COLUMNS } from "./find-item";

const EXPIRED = statement<ItemRow>(
  `SELECT ${ITEM_COLUMNS} FROM queue_items WHERE status = 2 AND lease_expires_at <= ?1 ORDER BY lease_expires_at LIMIT ?2`,
);
const AVAILABLE = statement<ItemRow>(
  `SELECT ${ITEM_COLUMNS} FROM queue_items
   WHERE status = 0 AND available_at IS NOT NULL AND available_at <= ?1 ORDER BY available_at LIMIT ?2`,
);
const OVERDUE = statement<ItemRow>(
  `SELECT ${ITEM_COLUMNS} FROM queue_items
   WHERE status = 1 AND promote_at IS NOT NULL AND promote_at <= ?1 ORDER BY promote_at LIMIT ?2`,
);
const NEXT_LEASE = statement<{ at: number | null }>(
  "SELECT min(lease_expires_at) AS at FROM queue_items WHERE status = 2",
);
const NEXT_AVAILABLE = statement<{ at: number | null }>(
  "SELECT min(available_at) AS at FROM queue_items WHERE status = 0 AND available_at IS NOT NULL",
);
const NEXT_PROMOTION = statement<{ at: number | null }>(
  "SELECT min(promote_at) AS at FROM queue_items WHERE status = 1 AND promote_at IS NOT NULL",
);
const EXTEND = statement("UPDATE queue_items SET lease_expires_at = ?1 WHERE status = 2 AND lease_expires_at < ?1");

/** Claims whose lease has run out, the longest ago first. */
export const expiredClaims = (reader: Reader, now: number, limit: number) => reader.all(EXPIRED, now, limit);
/** Blocked items whose back-off has passed. */
export const availableItems = (reader: Reader, now: number, limit: number) => reader.all(AVAILABLE, now, limit);
/** Items in line past their queue-wait budget. */
export const overdueItems = (reader: Reader, now: number, limit: number) => reader.all(OVERDUE, now, limit);

/** The next time at which one of these has something to do; null when nothing is planned. */
export async function nextDue(reader: Reader): Promise<number | null> {
  const times: number[] = [];
  for (const text of [NEXT_LEASE, NEXT_AVAILABLE, NEXT_PROMOTION]) {
    const at = (await reader.first(text))?.at;
    if (typeof at === "number") times.push(at);
  }
  return times.length > 0 ? Math.min(...times) : null;
}

/** At start: nobody could renew while the server was away, so each claim gets a whole lease from now. */
export const graceForLeases = (tx: Tx, until: number): Promise<number> => tx.run(EXTEND, until);
