import { type Refusal, refuse } from "@pushpals/protocol";
import { statement } from "../store/statement";
import type { Reader } from "../store/store";

const CURSOR = statement<{ cursor: number }>("SELECT cursor FROM sessions WHERE session_id = ?1");

/** The number of durable events in a session, or the refusal that says how to create it. */
export async function sessionCursor(
  reader: Reader,
  sessionId: string,
): Promise<{ ok: true; cursor: number } | Refusal> {
  const row = await reader.first(CURSOR, sessionId);
  if (row) return { ok: true, cursor: row.cursor };
  return refuse(
    "not_found",
    `There is no session "${sessionId}". Create it with POST /sessions {"sessionId": "${sessionId}"}.`,
  );
}
