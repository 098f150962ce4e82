import { type approvalRoutes, type Refusal, type RouteReply, refuse } from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import type { Known } from "../known";
import type { Parsed } from "../parsed";
import { sessionCursor } from "../sessions/session";
import { statement } from "../store/statement";
import { type ApprovalRow, approvalById, approvalContext, approvalView, ofApproval } from "./approval-row";
import { grantFor } from "./grants";
import { recordDecision } from "./record-decision";

type Reply = RouteReply<typeof approvalRoutes.create>;

/** How long a person has to decide, unless the caller says otherwise. */
const DEFAULT_TTL_MS = 86_400_000;

const SAME = statement<ApprovalRow>(
  `SELECT * FROM approvals WHERE completion_id = ?1 AND diff_sha = ?2 AND completion_id IS NOT NULL
     AND set_aside_at IS NULL
   ORDER BY seq DESC LIMIT 1`,
);
const INSERT = statement(
  `INSERT INTO approvals (approval_id, session_id, kind, reason, diff_sha, request_id, job_id, completion_id,
     status, created_at, expires_at, subject) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'pending', ?9, ?10, ?11)`,
);

/**
 * Asks a person to decide. For the same completion and diff there is one approval, until a denial is set aside by a
 * redrive; what was approved for the whole session is approved at once.
 */
export function createApproval(
  core: Core,
  input: Parsed<typeof approvalRoutes.create>,
): Promise<Known<Reply> | Refusal> {
  return core.store.write(async (tx): Promise<Known<Reply> | Refusal> => {
    const session = await sessionCursor(tx, input.sessionId);
    if (!session.ok) return session;
    const known = input.completionId ? await tx.first(SAME, input.completionId, input.diffSha) : undefined;
    // One that ran out, or was voided, is asked anew after a redrive.
    if (known && known.status !== "expired")
      return { ok: true, known: true, reply: { ok: true, approval: approvalView(known) } };
    const id = Bun.randomUUIDv7();
    const now = core.clock.now();
    const expiresAt = now + (input.expiresInMs ?? DEFAULT_TTL_MS);
    const ids = [input.requestId ?? null, input.jobId ?? null, input.completionId ?? null];
    const { sessionId, kind, reason, diffSha, subject } = input;
    await tx.run(INSERT, id, sessionId, kind, reason, diffSha, ...ids, now, expiresAt, subject);
    const row = await approvalById(tx, id);
    if (!row) return refuse("internal", "The approval was not stored.");
    const payload = { approvalId: id, kind, reason, diffSha, expiresAt, ...ofApproval(row) };
    await appendEvent(core.events, tx, sessionId, "approval_required", payload, approvalContext(row));
    const by = await grantFor(tx, row);
    if (by !== null) {
      const decision = { status: "approved", by, note: "for the session", forSession: true } as const;
      const approved = await recordDecision(core, tx, row, decision);
      return { ok: true, known: false, reply: { ok: true, approval: approvalView(approved) } };
    }
    tx.afterCommit(() => core.queue.deadlines.arm(expiresAt));
    return { ok: true, known: false, reply: { ok: true, approval: approvalView(row) } };
  });
}
