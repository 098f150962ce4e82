import type { RouteReply, sessionRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { statement } from "../store/statement";
import type { SessionTable } from "../store/tables";

export const NEWEST_SESSIONS = statement<SessionTable>(
  `SELECT session_id, created_at, last_event_at, cursor FROM sessions
   ORDER BY coalesce(last_event_at, created_at) DESC LIMIT ?1`,
);

/** Sessions, the last active first. */
export async function listSessions(
  core: Core,
  input: Parsed<typeof sessionRoutes.list>,
): Promise<RouteReply<typeof sessionRoutes.list>> {
  const rows = await core.store.read.all(NEWEST_SESSIONS, input.limit ?? 50);
  const sessions = rows.map((row) => ({
    sessionId: row.session_id,
    createdAt: row.created_at,
    lastEventAt: row.last_event_at,
    cursor: row.cursor,
  }));
  return { ok: true, sessions };
}
