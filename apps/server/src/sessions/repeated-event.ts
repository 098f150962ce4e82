import { type Refusal, refuse } from "@pushpals/protocol";
import type { Appended } from "../events/append-event";
import { statement } from "../store/statement";
import type { Reader } from "../store/store";

const KNOWN = statement<{ id: string; cursor: number; idempotency_hash: string }>(
  "SELECT id, cursor, idempotency_hash FROM events WHERE session_id = ?1 AND idempotency_key = ?2",
);

/** The event that was written with this key before; null when there is none; a refusal when it said something else. */
export async function repeatedEvent(
  reader: Reader,
  sessionId: string,
  idempotency: { key: string; hash: string } | undefined,
): Promise<Appended | Refusal | null> {
  if (!idempotency) return null;
  const known = await reader.first(KNOWN, sessionId, idempotency.key);
  if (!known) return null;
  if (known.idempotency_hash === idempotency.hash) return { eventId: known.id, cursor: known.cursor };
  const message = `The idempotencyKey "${idempotency.key}" was used for another event of this session. Use a key of its own.`;
  return refuse("idempotency_mismatch", message);
}
