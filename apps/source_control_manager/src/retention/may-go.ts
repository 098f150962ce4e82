import type { JobRow } from "@pushpals/protocol";
import type { Config } from "@pushpals/shared/config";

const HOUR_MS = 3_600_000;

export type Retention = Pick<
  Config["source_control_manager"],
  "branch_retention_hours" | "failed_branch_retention_hours"
>;

/** What of a job decides on its branch. */
export interface BranchFacts {
  status: JobRow["status"];
  landing: JobRow["landing"];
  /** When the job, and where there is one its landing, had ended; null while it has not. */
  endedAt: number | null;
}

/**
 * Whether the branch of a job may be deleted: once it has landed, or has ended in any other way, and the retention of
 * that end has passed. Work that may still land is kept for ever.
 */
export function mayGo({ status, landing, endedAt }: BranchFacts, retention: Retention, now: number): boolean {
  const over = status === "completed" || status === "failed" || status === "cancelled";
  if (!over || landing === "waiting" || endedAt === null) return false;
  const hours = landing === "landed" ? retention.branch_retention_hours : retention.failed_branch_retention_hours;
  return now - endedAt >= hours * HOUR_MS;
}
