import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import { statement } from "../store/statement";
import type { Tx } from "../store/store";
import { type ApprovalRow, approvalById, approvalContext } from "./approval-row";

const DECIDE = statement(
  `UPDATE approvals SET status = ?2, decided_at = ?3, decided_by = ?4, note = ?5
   WHERE approval_id = ?1 AND status = 'pending'`,
);

export interface Decision {
  status: "approved" | "denied";
  by: string;
  note?: string | undefined;
  /** It counts for what comes like this in the session too. */
  forSession: boolean;
}

/** Writes the decision on a pending approval, and the event that tells of it. */
export async function recordDecision(core: Core, tx: Tx, row: ApprovalRow, decision: Decision): Promise<ApprovalRow> {
  const { status, by, note, forSession } = decision;
  await tx.run(DECIDE, row.approval_id, status, core.clock.now(), by, note ?? null);
  const payload = { approvalId: row.approval_id, by, ...(note === undefined ? {} : { note }) };
  const context = approvalContext(row);
  if (status === "approved") {
    const scope = forSession ? { scope: "session" as const } : {};
    await appendEvent(core.events, tx, row.session_id, status, { ...payload, ...scope }, context);
  } else await appendEvent(core.events, tx, row.session_id, status, payload, context);
  return (await approvalById(tx, row.approval_id)) ?? row;
}
