import type { RouteReply, sessionRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { statement } from "../store/statement";

interface Row {
  session_id: string;
  created_at: number;
  last_event_at: number | null;
  cursor: number;
  title: string | null;
  open_requests: number;
  approvals: number;
  questions: number;
}

export const NEWEST_SESSIONS = statement<Row>(
  `SELECT session_id, created_at, last_event_at, cursor, title,
     (SELECT count(*) FROM queue_items AS request
      WHERE request.queue = 0 AND request.outcome IS NULL AND request.session_id = sessions.session_id) AS open_requests,
     (SELECT count(*) FROM approvals
      WHERE approvals.status = 'pending' AND approvals.session_id = sessions.session_id) AS approvals,
     (SELECT count(*) FROM jobs JOIN queue_items AS job ON job.seq = jobs.seq
      WHERE jobs.question IS NOT NULL AND job.finished_at IS NULL AND job.session_id = sessions.session_id) AS questions
   FROM sessions ORDER BY coalesce(last_event_at, created_at) DESC LIMIT ?1`,
);

/** Sessions, the last active first, each with what it is called and how it stands. */
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
    title: row.title,
    openRequests: row.open_requests,
    needsYou: row.approvals + row.questions,
  }));
  return { ok: true, sessions };
}
