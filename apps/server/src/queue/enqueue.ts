import { type Priority, type Refusal, refuse } from "@pushpals/protocol";
import { statement } from "../store/statement";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { rankOf } from "./book";
import { BLOCKED, NOUN, PENDING, priorityCode, type QueueName, queueCode } from "./codes";
import { itemBySeq, reversedTail } from "./find-item";
import type { Queue } from "./queue";

export interface NewItem {
  /** A UUIDv7 that was told before; default: a new one. */
  id?: string | undefined;
  queue: QueueName;
  sessionId: string;
  kind: string;
  title: string;
  priority: Priority;
  waitBudgetMs: number;
  payload: string;
  target?: string | undefined;
  requestId?: string | null | undefined;
  turnId?: string | null | undefined;
  idempotency?: { key: string; hash: string } | undefined;
  /** Waits for something before it may be claimed. */
  blocked?: boolean;
}

export interface Enqueued {
  ok: true;
  item: ItemRow;
  position: number;
  etaMs: number;
  /** It had been enqueued before, with the same key; nothing was done. */
  known: boolean;
}

const KNOWN = statement<{ seq: number; idempotency_hash: string }>(
  "SELECT seq, idempotency_hash FROM queue_items WHERE queue = ?1 AND session_id = ?2 AND idempotency_key = ?3",
);
const INSERT = statement<{ seq: number }>(
  `INSERT INTO queue_items (id, id_tail, queue, session_id, kind, title, status, priority, base_priority, target,
     wait_budget_ms, enqueued_at, ready_at, promote_at, max_attempts, eta_ms, request_id, turn_id,
     idempotency_key, idempotency_hash)
   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19) RETURNING seq`,
);
const PAYLOAD = statement("INSERT INTO queue_payloads (seq, payload) VALUES (?1, ?2)");

/** Puts an item into its queue, or answers the one that has the same idempotency key. */
export async function enqueue(queue: Queue, tx: Tx, item: NewItem): Promise<Enqueued | Refusal> {
  const code = queueCode(item.queue);
  if (item.idempotency) {
    const known = await tx.first(KNOWN, code, item.sessionId, item.idempotency.key);
    if (known && known.idempotency_hash !== item.idempotency.hash)
      return refuse(
        "idempotency_mismatch",
        `The idempotencyKey "${item.idempotency.key}" was used for another ${NOUN[item.queue]} of this session. Use a key of its own.`,
      );
    if (known) return { ok: true, known: true, ...place(queue, await itemBySeq(tx, known.seq)) };
  }
  const seq = await insert(queue, tx, item, code);
  await tx.run(PAYLOAD, seq, item.payload);
  const row = await itemBySeq(tx, seq);
  const position = queue.book.position(code, row.priority, seq);
  queue.book.change(tx, null, row);
  if (row.status === PENDING) announce(queue, tx, row);
  return { ok: true, known: false, item: row, position, etaMs: row.eta_ms };
}

async function insert(queue: Queue, tx: Tx, item: NewItem, code: number): Promise<number> {
  const now = queue.clock.now();
  const rank = priorityCode(item.priority);
  const id = item.id ?? Bun.randomUUIDv7();
  const row = await tx.first(
    INSERT,
    id,
    reversedTail(id),
    code,
    item.sessionId,
    item.kind,
    item.title,
    item.blocked ? BLOCKED : PENDING,
    rank,
    item.target ?? null,
    item.waitBudgetMs,
    now,
    item.blocked ? null : now,
    item.blocked ? null : promotionTime(rank, now, item.waitBudgetMs),
    queue.settings.maxAttempts,
    etaAt(queue, item.queue, item.kind, queue.book.position(code, rank, Number.POSITIVE_INFINITY)),
    item.requestId ?? null,
    item.turnId ?? null,
    item.idempotency?.key ?? null,
    item.idempotency?.hash ?? null,
  );
  if (!row) throw new Error("the insert answered no row");
  return row.seq;
}

/** Lets claims that wait try, and the sweep promote it in time, once it is durable. */
export function announce(queue: Queue, tx: Tx, item: ItemRow): void {
  tx.afterCommit(() => {
    if (item.promote_at !== null) queue.deadlines.arm(item.promote_at);
    queue.waiters.wake(item.queue);
  });
}

/** When an item that gets ready now is promoted; the first class has nowhere to go. */
export const promotionTime = (priority: number, now: number, budgetMs: number): number | null =>
  priority > 0 ? now + budgetMs : null;

export function etaAt(queue: Queue, name: QueueName, kind: string, position: number): number {
  return queue.times.eta(name, kind, position, queue.waiters.idle(queueCode(name)), queue.clock.now());
}

/** Where an item that is known already stands now; one that does not wait counts as first. */
function place(queue: Queue, item: ItemRow): { item: ItemRow; position: number; etaMs: number } {
  const waits = item.status === PENDING || item.status === BLOCKED;
  const position = waits ? queue.book.position(item.queue, item.priority, rankOf(item)) : 1;
  return { item, position, etaMs: waits ? item.eta_ms : 0 };
}
