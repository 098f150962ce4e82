import { refuse, shortId } from "@pushpals/protocol";
import { type Context, printJson, refused } from "../context";
import { EXIT } from "../exit-codes";
import { printable } from "../output/printable";

export interface DecideOptions {
  /** Full id, or its last digits. */
  id: string;
  decision: "approve" | "deny";
  note?: string | undefined;
}

/** Approves or denies. The decision is bound to the diff that was asked about when this command looked. */
export async function decide(context: Context, options: DecideOptions): Promise<number> {
  const pending = await context.client.approvals.list({ status: "pending", limit: 200 });
  if (!pending.ok) return refused(context, pending);
  const tail = options.id.toLowerCase();
  const [approval, another] = pending.approvals.filter(({ approvalId }) => approvalId.endsWith(tail));
  if (!approval) return refused(context, refuse("not_found", `No approval ${options.id} waits for a decision.`));
  if (another) return refused(context, refuse("ambiguous_id", `More than one approval ends in ${options.id}.`));
  const { approvalId, diffSha, reason } = approval;
  const reply = await context.client.approvals.decide({
    id: approvalId,
    decision: options.decision,
    diffSha,
    ...(options.note ? { note: options.note } : {}),
  });
  if (!reply.ok) return refused(context, reply);
  if (context.json) printJson(context, reply.approval);
  else context.out.write(`Approval ${shortId(approvalId)} ${reply.approval.status}: ${printable(reason)}\n`);
  return EXIT.done;
}
