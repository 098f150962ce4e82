import { type approvalRoutes, type Refusal, type RouteReply, refuse } from "@pushpals/protocol";
import type { Core, Principal } from "../core";
import { appendEvent } from "../events/append-event";
import type { Parsed } from "../parsed";
import { statement } from "../store/statement";
import { approvalById, approvalContext, approvalView } from "./approval-row";
import { wakeParked } from "./expire-approval";

type Reply = RouteReply<typeof approvalRoutes.decide>;

const DECIDE = statement(
  `UPDATE approvals SET status = ?2, decided_at = ?3, decided_by = ?4, note = ?5
   WHERE approval_id = ?1 AND status = 'pending'`,
);

/** Approves or denies. The first decision wins; it counts for the diff that was asked about, and no other. */
export function decideApproval(
  core: Core,
  input: Parsed<typeof approvalRoutes.decide>,
  caller: Principal,
): Promise<Reply | Refusal> {
  const status = input.decision === "approve" ? "approved" : "denied";
  return core.store.write(async (tx): Promise<Reply | Refusal> => {
    const row = await approvalById(tx, input.id);
    if (!row) return refuse("not_found", `There is no approval ${input.id}.`);
    if (input.diffSha !== undefined && input.diffSha !== row.diff_sha)
      return refuse(
        "approval_mismatch",
        "The diff that was shown is not the one that is asked about. Look at it again.",
        {
          diffSha: row.diff_sha,
        },
      );
    // The same person saying the same again (an answer lost on the way) hears that it is so.
    if (row.status === status && row.decided_by === caller.name) return { ok: true, approval: approvalView(row) };
    if (row.status === "expired" || (row.status === "pending" && row.expires_at <= core.clock.now()))
      return refuse("expired", "Nobody decided in time. Redrive the job to ask again.");
    if (row.status !== "pending")
      return refuse("already_decided", `It was ${row.status} already by ${row.decided_by ?? "somebody"}.`, {
        status: row.status,
      });
    await tx.run(DECIDE, row.approval_id, status, core.clock.now(), caller.name, input.note ?? null);
    const payload = {
      approvalId: row.approval_id,
      by: caller.name,
      ...(input.note === undefined ? {} : { note: input.note }),
    };
    await appendEvent(core.events, tx, row.session_id, status, payload, approvalContext(row));
    await wakeParked(core, tx, row.approval_id);
    const decided = await approvalById(tx, row.approval_id);
    return { ok: true, approval: approvalView(decided ?? row) };
  });
}
