import { type Refusal, refuse } from "@pushpals/protocol";
import { statement } from "../store/statement";
import type { Reader, Tx } from "../store/store";

const CURSOR = statement<{ cursor: number }>("SELECT cursor FROM sessions WHERE session_id = ?1");

const NAME_BY_MESSAGE = statement("UPDATE sessions SET title = ?2 WHERE session_id = ?1 AND title IS NULL");
const NAME_BY_REQUEST = statement("UPDATE sessions SET title = ?2, titled = 1 WHERE session_id = ?1 AND titled = 0");

const TITLE_LENGTH = 120;

/** A session is called by its first request; until there is one, by its first message. */
export async function nameSession(tx: Tx, sessionId: string, text: string, by: "message" | "request"): Promise<void> {
  const line = text
    .slice(0, 4 * TITLE_LENGTH)
    .replace(/\s+/g, " ")
    .trim();
  const title = line.length <= TITLE_LENGTH ? line : `${line.slice(0, TITLE_LENGTH - 1)}…`;
  await tx.run(by === "request" ? NAME_BY_REQUEST : NAME_BY_MESSAGE, sessionId, title);
}

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
