import { type approvalRoutes, type Refusal, type RouteReply, refuse } from "@pushpals/protocol";
import type { Core, Principal } from "../core";
import type { Parsed } from "../parsed";
import { approvalById, approvalView } from "./approval-row";
import { wakeParked } from "./expire-approval";
import { grantForSession } from "./grants";
import { recordDecision } from "./record-decision";

type Reply = RouteReply<typeof approvalRoutes.decide>;

/** Approves or denies. The first decision wins; it counts for the diff that was asked about, and no other. */
export function decideApproval(
  core: Core,
  input: Parsed<typeof approvalRoutes.decide>,
  caller: Principal,
): Promise<Reply | Refusal> {
  const status = input.decision === "approve" ? "approved" : "denied";
  const forSession = input.scope === "session";
  if (forSession && status === "denied")
    return Promise.resolve(refuse("bad_request", "Only an approval can be for the session. Leave `scope` out."));
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
    const decision = { status, by: caller.name, note: input.note, forSession } as const;
    const decided = await recordDecision(core, tx, row, decision);
    if (forSession) await grantForSession(tx, row, caller.name, core.clock.now());
    await wakeParked(core, tx, row.approval_id);
    return { ok: true, approval: approvalView(decided) };
  });
}
