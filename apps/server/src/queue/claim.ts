import type { Lease } from "@pushpals/protocol";
import { statement } from "../store/statement";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { PENDING, type QueueName, queueCode } from "./codes";
import { ITEM_COLUMNS } from "./find-item";
import type { Queue } from "./queue";

const TAKE = `UPDATE queue_items SET status = 2, attempts = attempts + 1, lease_token = ?3, lease_owner = ?2,
     lease_expires_at = ?4, claimed_at = ?5, promote_at = NULL, wait_ms = max(0, ?5 - ready_at),
     eta_error_ms = CASE WHEN attempts = 0 AND ready_at = enqueued_at
       THEN abs(eta_ms - max(0, ?5 - ready_at)) ELSE eta_error_ms END`;

/** The first in line of those for anybody and those for this owner alone, taken in one statement. */
export const CLAIM = statement<ItemRow>(
  `${TAKE} WHERE seq = (
     SELECT seq FROM (
       SELECT seq, priority, rank FROM (SELECT seq, priority, coalesce(place, seq) AS rank FROM queue_items
         WHERE queue = ?1 AND status = 1 AND target IS NULL ORDER BY priority, coalesce(place, seq) LIMIT 1)
       UNION ALL
       SELECT seq, priority, rank FROM (SELECT seq, priority, coalesce(place, seq) AS rank FROM queue_items
         WHERE queue = ?1 AND status = 1 AND target IS NOT NULL AND target = ?2
         ORDER BY priority, coalesce(place, seq) LIMIT 1)
     ) ORDER BY priority, rank LIMIT 1)
   RETURNING ${ITEM_COLUMNS}`,
);

const TAKE_ONE = statement<ItemRow>(`${TAKE} WHERE seq = ?1 RETURNING ${ITEM_COLUMNS}`);
interface Head {
  seq: number;
  priority: number;
  rank: number;
}
const HEAD = statement<Head>(
  `SELECT seq, priority, coalesce(place, seq) AS rank FROM queue_items
   WHERE queue = ?1 AND status = 1 AND target IS NULL ORDER BY priority, coalesce(place, seq) LIMIT 1`,
);
const HEAD_FOR = statement<Head>(
  `SELECT seq, priority, coalesce(place, seq) AS rank FROM queue_items
   WHERE queue = ?1 AND status = 1 AND target IS NOT NULL AND target = ?2
   ORDER BY priority, coalesce(place, seq) LIMIT 1`,
);

/** The first in line of those for anybody, for this owner alone, and for who has what these targets ask for. */
async function firstOf(tx: Tx, code: number, owner: string, targets: readonly string[]): Promise<Head | undefined> {
  const heads = [await tx.first(HEAD, code)];
  for (const target of [owner, ...targets]) heads.push(await tx.first(HEAD_FOR, code, target));
  return heads.filter((head) => head !== undefined).sort((a, b) => a.priority - b.priority || a.rank - b.rank)[0];
}

/** Takes the next item for this owner under a new lease; undefined when there is none. */
export async function claimNext(
  queue: Queue,
  tx: Tx,
  name: QueueName,
  owner: string,
  labels: readonly string[] = [],
): Promise<ItemRow | undefined> {
  const code = queueCode(name);
  const now = queue.clock.now();
  const expires = now + queue.settings.leaseMs;
  const targets = queue.book.targetsFor(code, labels);
  const lease = [owner, crypto.randomUUID(), expires, now] as const;
  // One statement, but for a worker for whose labels something waits right now.
  const head = targets.length === 0 ? undefined : await firstOf(tx, code, owner, targets);
  const item = head ? await tx.first(TAKE_ONE, head.seq, ...lease) : await tx.first(CLAIM, code, ...lease);
  if (!item) return undefined;
  queue.book.change(tx, { ...item, status: PENDING }, item);
  tx.afterCommit(() => {
    queue.deadlines.arm(expires);
    queue.times.seen(code, owner, now);
  });
  return item;
}

/** The lease of an item that is claimed now. */
export function leaseOf(item: ItemRow): Lease {
  if (item.lease_token === null || item.lease_expires_at === null) throw new Error(`item ${item.id} has no lease`);
  return { token: item.lease_token, expiresAt: item.lease_expires_at, attempt: item.attempts };
}
