import type { Approval } from "@pushpals/protocol";
import { useRead } from "../../lib/query";

/** What a person has to decide before the change of a job lands, if something. */
export function usePendingApproval(jobId: string): Approval | undefined {
  const pending = useRead(["approvals", "pending"], (client, signal) =>
    client.approvals.list({ status: "pending" }, { signal }),
  );
  return pending.data?.approvals.find((approval) => approval.jobId === jobId);
}
