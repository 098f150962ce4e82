import type { Notification, notificationRoutes, RouteReply } from "@pushpals/protocol";
import type { Core, Principal } from "../core";
import type { Parsed } from "../parsed";
import { statement } from "../store/statement";

interface Row {
  seq: number;
  kind: string;
  title: string;
  body: string;
  link: string;
  session_id: string | null;
  request_id: string | null;
  job_id: string | null;
  approval_id: string | null;
  created_at: number;
  settled_at: number | null;
}

const AFTER = statement<Row>(
  `SELECT seq, kind, title, body, link, session_id, request_id, job_id, approval_id, created_at, settled_at
   FROM notifications WHERE seq > ?1 AND (device_id IS NULL OR device_id = ?2) ORDER BY seq DESC LIMIT ?3`,
);
const LATEST = statement<{ seq: number | null }>("SELECT max(seq) AS seq FROM notifications");

const DEFAULT_LIMIT = 50;

/** Notifications for whoever calls, newest first. */
export async function listNotifications(
  core: Core,
  input: Parsed<typeof notificationRoutes.list>,
  caller: Principal,
): Promise<RouteReply<typeof notificationRoutes.list>> {
  const { read } = core.store;
  // Asked first: what comes in between is new the next time.
  const latest = (await read.first(LATEST))?.seq ?? 0;
  const rows = await read.all(AFTER, input.after ?? 0, caller.id, input.limit ?? DEFAULT_LIMIT);
  return { ok: true, notifications: rows.map(notificationView), latest };
}

const notificationView = (row: Row): Notification => ({
  id: row.seq,
  kind: row.kind as Notification["kind"],
  title: row.title,
  body: row.body,
  link: row.link,
  sessionId: row.session_id,
  requestId: row.request_id,
  jobId: row.job_id,
  approvalId: row.approval_id,
  at: row.created_at,
  settledAt: row.settled_at,
});
