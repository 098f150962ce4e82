import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import { itemBySeq } from "../queue/find-item";
import { wakeItem } from "../queue/move-item";
import { parkedFor } from "../queue/release";
import { statement } from "../store/statement";
import type { Reader, Tx } from "../store/store";
import { type ApprovalRow, approvalContext } from "./approval-row";

const OVERDUE = statement<ApprovalRow>(
  "SELECT * FROM approvals WHERE status = 'pending' AND expires_at <= ?1 ORDER BY expires_at LIMIT ?2",
);
const NEXT = statement<{ at: number | null }>("SELECT min(expires_at) AS at FROM approvals WHERE status = 'pending'");
const EXPIRE = statement("UPDATE approvals SET status = 'expired', decided_at = ?2 WHERE approval_id = ?1");

export const overdueApprovals = (reader: Reader, now: number, limit: number) => reader.all(OVERDUE, now, limit);
export const nextApprovalDue = async (reader: Reader): Promise<number | null> => (await reader.first(NEXT))?.at ?? null;

/** Ends an approval that nobody decided on; what waits for it goes back in line and learns of it there. */
export async function expireApproval(core: Core, tx: Tx, row: ApprovalRow): Promise<void> {
  await tx.run(EXPIRE, row.approval_id, core.clock.now());
  const note = {
    state: "note" as const,
    text: `Nobody decided in time: ${row.reason}`.slice(0, 8_000),
    ...(row.request_id === null ? {} : { requestId: row.request_id }),
    ...(row.job_id === null ? {} : { jobId: row.job_id }),
  };
  await appendEvent(core.events, tx, row.session_id, "status", note, approvalContext(row));
  await wakeParked(core, tx, row.approval_id);
}

/** Puts back in line what was parked for an approval, once it is decided or expired. */
export async function wakeParked(core: Core, tx: Tx, approvalId: string): Promise<void> {
  for (const { seq } of await parkedFor(tx, approvalId)) await wakeItem(core.queue, tx, await itemBySeq(tx, seq));
  tx.afterCommit(() => core.queue.signals.notify(`approval:${approvalId}`));
}
