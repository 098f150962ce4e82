import type { Core } from "../core";
import { statement } from "../store/statement";
import type { Tx } from "../store/store";

const OF_APPROVAL = statement<{ seq: number }>(
  "UPDATE notifications SET settled_at = ?2 WHERE approval_id = ?1 AND settled_at IS NULL RETURNING seq",
);
const OF_QUESTION = statement<{ seq: number }>(
  `UPDATE notifications SET settled_at = ?2 WHERE job_id = ?1 AND kind = 'question' AND settled_at IS NULL
   RETURNING seq`,
);
const DROP = statement("DELETE FROM deliveries WHERE notification = ?1 AND state = 0");

/** What was decided is not asked any more: who was not told yet is not told. */
export async function settleApproval(core: Core, tx: Tx, approvalId: string): Promise<void> {
  for (const { seq } of await tx.all(OF_APPROVAL, approvalId, core.clock.now())) await tx.run(DROP, seq);
}

/** The same for a question that was answered. */
export async function settleQuestion(core: Core, tx: Tx, jobId: string): Promise<void> {
  for (const { seq } of await tx.all(OF_QUESTION, jobId, core.clock.now())) await tx.run(DROP, seq);
}
