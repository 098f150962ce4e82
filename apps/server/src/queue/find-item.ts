import { type Refusal, refuse } from "@pushpals/protocol";
import { statement } from "../store/statement";
import type { Reader } from "../store/store";
import type { ItemRow } from "../store/tables";
import { NOUN, type QueueName, queueCode } from "./codes";

/** Columns of an item without its payload. */
export const ITEM_COLUMNS = `seq, id, queue, session_id, kind, title, status, priority, base_priority, target, place,
  wait_budget_ms, enqueued_at, ready_at, promote_at, available_at, claimed_at, finished_at, attempts, max_attempts,
  lease_token, lease_owner, lease_expires_at, settled_token, settled_as, settled_retry_at, cancel_requested,
  eta_ms, wait_ms, eta_error_ms, failure_code, failure, outcome, request_id, turn_id, approval_id`;

const BY_ID = statement<ItemRow>(`SELECT ${ITEM_COLUMNS} FROM queue_items WHERE id = ?1 AND queue = ?2`);
const BY_SEQ = statement<ItemRow>(`SELECT ${ITEM_COLUMNS} FROM queue_items WHERE seq = ?1`);
const BY_TAIL = statement<ItemRow>(
  `SELECT ${ITEM_COLUMNS} FROM queue_items WHERE id_tail >= ?1 AND id_tail < ?2 AND queue = ?3 LIMIT 5`,
);
const PAYLOAD = statement<{ payload: string }>("SELECT payload FROM queue_payloads WHERE seq = ?1");

export const itemById = (reader: Reader, queue: QueueName, id: string): Promise<ItemRow | undefined> =>
  reader.first(BY_ID, id.toLowerCase(), queueCode(queue));

export async function itemBySeq(reader: Reader, seq: number): Promise<ItemRow> {
  const item = await reader.first(BY_SEQ, seq);
  if (!item) throw new Error(`queue item ${seq} does not exist`);
  return item;
}

export async function payloadOf(reader: Reader, seq: number): Promise<string> {
  const row = await reader.first(PAYLOAD, seq);
  if (!row) throw new Error(`queue item ${seq} has no payload`);
  return row.payload;
}

/** The last hex digits, reversed: so that looking up by a tail is a range of an index. */
export const reversedTail = (hex: string): string => hex.slice(-12).toLowerCase().split("").reverse().join("");

/** By full id, or by its last 6 to 12 hex digits. */
export async function findItem(reader: Reader, queue: QueueName, id: string): Promise<ItemRow | Refusal> {
  const noun = NOUN[queue];
  if (id.length > 12) {
    const item = await itemById(reader, queue, id);
    return item ?? refuse("not_found", `There is no ${noun} ${id}.`);
  }
  const tail = reversedTail(id);
  // "g" comes after every hex digit.
  const found = await reader.all(BY_TAIL, tail, `${tail}g`, queueCode(queue));
  const [first, second] = found;
  if (!first) return refuse("not_found", `There is no ${noun} whose id ends in ${id}.`);
  if (!second) return first;
  const ids = found.map((item) => item.id);
  return refuse("ambiguous_id", `More than one ${noun} id ends in ${id}. Give more digits.`, { ids });
}

/** Tells a refusal from a row. */
export const isRefusal = (value: object): value is Refusal => "ok" in value && value.ok === false;
