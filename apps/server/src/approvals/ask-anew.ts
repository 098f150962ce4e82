import { statement } from "../store/statement";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";

const SET_ASIDE = statement("UPDATE approvals SET set_aside_at = ?2 WHERE completion_id = ?1 AND status = 'denied'");
const FORGET = statement(
  `UPDATE queue_items SET approval_id = NULL WHERE seq = ?1
     AND approval_id IN (SELECT approval_id FROM approvals WHERE status IN ('denied', 'expired'))`,
);

/**
 * Whoever wants a change to be landed after all that was denied, or that nobody decided on in time, is asked anew. What
 * was decided stays in the history, and an approval stays one.
 */
export async function askAnew(tx: Tx, completion: ItemRow, now: number): Promise<void> {
  await tx.run(SET_ASIDE, completion.id, now);
  await tx.run(FORGET, completion.seq);
}
