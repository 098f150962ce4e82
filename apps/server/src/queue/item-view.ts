import type { Failure, ItemStatus, Priority } from "@pushpals/protocol";
import { ITEM_STATUSES, PRIORITIES } from "@pushpals/protocol";
import { statement } from "../store/statement";
import type { Reader } from "../store/store";
import { type ItemRow, query } from "../store/tables";
import { rankOf } from "./book";
import { PENDING, priorityName, type QueueName, queueCode, statusCode, statusName } from "./codes";
import { etaAt } from "./enqueue";
import { ITEM_COLUMNS } from "./find-item";
import type { Queue } from "./queue";

/** The fields that rows of all three queues share. */
export function itemView(queue: Queue, name: QueueName, item: ItemRow) {
  const waits = item.status === PENDING;
  const queuePosition = waits ? queue.book.position(item.queue, item.priority, rankOf(item)) : null;
  return {
    status: statusName(item.status),
    priority: priorityName(item.priority),
    enqueuedAt: item.enqueued_at,
    claimedAt: item.claimed_at,
    finishedAt: item.finished_at,
    attempts: item.attempts,
    maxAttempts: item.max_attempts,
    claimedBy: item.lease_owner,
    cancelRequested: item.cancel_requested === 1,
    queuePosition,
    etaMs: queuePosition === null ? null : etaAt(queue, name, item.kind, queuePosition),
    failure: failureOf(item.failure),
  };
}

export const failureOf = (text: string | null): Failure | null =>
  text === null ? null : (JSON.parse(text) as Failure);

export interface ListInput {
  status?: ItemStatus | undefined;
  sessionId?: string | undefined;
  requestId?: string | undefined;
  workerId?: string | undefined;
  limit?: number | undefined;
  before?: number | undefined;
}

const DEFAULT_LIMIT = 50;

/** The query of one page, newest first; one row more than asked for tells whether there is a next page. */
export function pageQuery(name: QueueName, input: ListInput) {
  let rows = query
    .selectFrom("queue_items")
    .selectAll()
    .where("queue", "=", queueCode(name))
    .orderBy("seq", "desc")
    .limit((input.limit ?? DEFAULT_LIMIT) + 1);
  if (input.status !== undefined) rows = rows.where("status", "=", statusCode(input.status));
  if (input.sessionId !== undefined) rows = rows.where("session_id", "=", input.sessionId);
  if (input.requestId !== undefined) rows = rows.where("request_id", "=", input.requestId);
  if (input.workerId !== undefined) rows = rows.where("lease_owner", "=", input.workerId);
  if (input.before !== undefined) rows = rows.where("seq", "<", input.before);
  return rows;
}

/** One page of items, and `before` of the next. */
export async function page(
  reader: Reader,
  name: QueueName,
  input: ListInput,
): Promise<{ items: ItemRow[]; next: number | null }> {
  const rows = await reader.select(pageQuery(name, input));
  const limit = input.limit ?? DEFAULT_LIMIT;
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.seq ?? null) : null };
}

const IN_LINE = statement<ItemRow>(`SELECT ${ITEM_COLUMNS} FROM queue_items WHERE seq = ?1 AND status = 1`);
const SNAPSHOT = 20;

/** The first in line, with position and ETA. */
export async function pendingSnapshot(queue: Queue, reader: Reader, name: QueueName) {
  const code = queueCode(name);
  const now = queue.clock.now();
  const rows: ItemRow[] = [];
  for (const seq of queue.book.first(code, SNAPSHOT)) {
    const row = await reader.first(IN_LINE, seq);
    if (row) rows.push(row);
  }
  return rows.map((row, index) => ({
    id: row.id,
    sessionId: row.session_id,
    priority: priorityName(row.priority),
    title: row.title,
    queuePosition: index + 1,
    etaMs: etaAt(queue, name, row.kind, index + 1),
    waitedMs: Math.max(0, now - (row.ready_at ?? now)),
  }));
}

/** What all three lists say of their whole queue. */
export async function queueSummary(queue: Queue, reader: Reader, name: QueueName) {
  const code = queueCode(name);
  const counts = queue.book.counts(code);
  const classes = queue.book.classes(code);
  return {
    counts: Object.fromEntries(ITEM_STATUSES.map((status, index) => [status, counts[index] ?? 0])) as Record<
      ItemStatus,
      number
    >,
    priorityCounts: Object.fromEntries(PRIORITIES.map((name, index) => [name, classes[index] ?? 0])) as Record<
      Priority,
      number
    >,
    pending: await pendingSnapshot(queue, reader, name),
    slo: (queue.slo[code] ?? queue.slo[0]).summary(queue.clock.now()),
  };
}
