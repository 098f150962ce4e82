import type { Approval, Refusal, RouteReply, sessionRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { sessionCursor } from "../sessions/session";
import { statement } from "../store/statement";
import type { Reader, Tx } from "../store/store";
import type { ApprovalRow } from "./approval-row";

interface Row {
  kind: string;
  subject: string;
  granted_by: string;
  created_at: number;
}

const COVERS = statement<{ granted_by: string }>(
  "SELECT granted_by FROM approval_grants WHERE session_id = ?1 AND kind = ?2 AND subject_key = ?3",
);
const GRANT = statement(
  `INSERT INTO approval_grants (session_id, kind, subject_key, subject, granted_by, created_at)
   VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (session_id, kind, subject_key) DO NOTHING`,
);
const ALL = statement<Row>(
  "SELECT kind, subject, granted_by, created_at FROM approval_grants WHERE session_id = ?1 ORDER BY created_at DESC",
);
const REVOKE = statement("DELETE FROM approval_grants WHERE session_id = ?1");

const SUBJECT_SHOWN = 500;

type Asked = Pick<ApprovalRow, "session_id" | "kind" | "diff_sha">;

/** A landing is like any other of its session; a command or permission only like the very same. */
const keyOf = ({ kind, diff_sha }: Asked): string => (kind === "landing" ? "*" : diff_sha);

/** Who has approved what is like this for the whole session; null when nobody has. */
export async function grantFor(reader: Reader, asked: Asked): Promise<string | null> {
  return (await reader.first(COVERS, asked.session_id, asked.kind, keyOf(asked)))?.granted_by ?? null;
}

/** Approves what will come like this in its session. */
export async function grantForSession(tx: Tx, row: ApprovalRow, by: string, now: number): Promise<void> {
  const subject = row.kind === "landing" ? "any landing" : row.subject.slice(0, SUBJECT_SHOWN);
  await tx.run(GRANT, row.session_id, row.kind, keyOf(row), subject, by, now);
}

export async function listGrants(
  core: Core,
  input: Parsed<typeof sessionRoutes.grants>,
): Promise<RouteReply<typeof sessionRoutes.grants> | Refusal> {
  const session = await sessionCursor(core.store.read, input.id);
  if (!session.ok) return session;
  const grants = (await core.store.read.all(ALL, input.id)).map((row) => ({
    kind: row.kind as Approval["kind"],
    subject: row.subject,
    by: row.granted_by,
    createdAt: row.created_at,
  }));
  return { ok: true, grants };
}

/** Takes all standing approvals of a session back; what was decided by them stays decided. */
export function revokeGrants(
  core: Core,
  input: Parsed<typeof sessionRoutes.revokeGrants>,
): Promise<RouteReply<typeof sessionRoutes.revokeGrants> | Refusal> {
  return core.store.write(async (tx): Promise<RouteReply<typeof sessionRoutes.revokeGrants> | Refusal> => {
    const session = await sessionCursor(tx, input.id);
    if (!session.ok) return session;
    const revoked = await tx.run(REVOKE, input.id);
    tx.afterCommit(() => core.events.feed.pulse({ sessionId: input.id, cursor: 0, type: "grants_changed" }));
    return { ok: true, revoked };
  });
}
