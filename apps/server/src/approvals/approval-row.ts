import type { Approval } from "@pushpals/protocol";
import type { Selectable } from "kysely";
import { statement } from "../store/statement";
import type { Reader } from "../store/store";
import type { ApprovalTable } from "../store/tables";

export type ApprovalRow = Selectable<ApprovalTable>;

const BY_ID = statement<ApprovalRow>("SELECT * FROM approvals WHERE approval_id = ?1");

export const approvalById = (reader: Reader, id: string): Promise<ApprovalRow | undefined> =>
  reader.first(BY_ID, id.toLowerCase());

/** An approval as it is shown. */
export const approvalView = (row: ApprovalRow): Approval => ({
  approvalId: row.approval_id,
  sessionId: row.session_id,
  kind: row.kind as Approval["kind"],
  reason: row.reason,
  subject: row.subject,
  diffSha: row.diff_sha,
  requestId: row.request_id,
  jobId: row.job_id,
  completionId: row.completion_id,
  status: row.status as Approval["status"],
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  decidedAt: row.decided_at,
  decidedBy: row.decided_by,
  note: row.note,
});

/** The ids that an event of an approval carries. */
export const ofApproval = (row: ApprovalRow) => ({
  ...(row.job_id === null ? {} : { jobId: row.job_id }),
  ...(row.completion_id === null ? {} : { completionId: row.completion_id }),
  ...(row.request_id === null ? {} : { requestId: row.request_id }),
});

export const approvalContext = (row: ApprovalRow) => {
  const correlationId = row.request_id ?? row.job_id;
  return { from: "server", ...(correlationId === null ? {} : { correlationId }) };
};
