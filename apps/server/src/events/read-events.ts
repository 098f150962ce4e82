import { statement } from "../store/statement";
import type { Reader } from "../store/store";

export interface StoredEvent {
  cursor: number;
  hash: string;
  envelope: string;
}

/** A page of a replay ends at so many rows or characters, whichever comes first; it has one row at least. */
export const PAGE_ROWS = 500;
export const PAGE_CHARS = 256 * 1024;

const LENGTHS = statement<{ cursor: number; length: number }>(
  "SELECT cursor, length(envelope) AS length FROM events WHERE session_id = ?1 AND cursor > ?2 ORDER BY cursor LIMIT ?3",
);
const PAGE = statement<StoredEvent>(
  "SELECT cursor, hash, envelope FROM events WHERE session_id = ?1 AND cursor > ?2 AND cursor <= ?3 ORDER BY cursor",
);

/** The next events after a cursor, in order; empty when there is none. */
export async function readEvents(reader: Reader, sessionId: string, after: number): Promise<StoredEvent[]> {
  const lengths = await reader.all(LENGTHS, sessionId, after, PAGE_ROWS);
  let upTo = after;
  let chars = 0;
  for (const row of lengths) {
    chars += row.length;
    if (upTo > after && chars > PAGE_CHARS) break;
    upTo = row.cursor;
  }
  return upTo === after ? [] : reader.all(PAGE, sessionId, after, upTo);
}
