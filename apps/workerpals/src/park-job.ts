import type { WaitsFor } from "./lanes/lane";
import { markParked } from "./lanes/openhands/agent-state";
import type { Outcome } from "./outcome";
import type { JobReport } from "./report/job-report";
import { settle } from "./settle";
import type { WorkerSetup } from "./worker-setup";
import type { JobWorkspace } from "./workspace/job-workspace";

interface Parking {
  jobId: string;
  leaseToken: string;
  workspace: JobWorkspace;
  report: JobReport;
}

/**
 * Gives the job back until a person has told what it needs, without counting the attempt. Its workspace stays as it is,
 * for whoever gets the job then; from the settlement on that may be another worker.
 */
export async function parkJob(
  { client }: Pick<WorkerSetup, "client">,
  { jobId: id, leaseToken, workspace, report }: Parking,
  waitsFor: WaitsFor,
  signal: AbortSignal,
): Promise<Outcome<"settled">> {
  report.progress("lane", waitsFor.what === "answer" ? "Waiting for an answer" : `Waiting: ${waitsFor.reason}`);
  await report.close();
  await markParked(workspace.clone.dir);
  if (waitsFor.what === "answer")
    return settle(() => client.jobs.ask({ id, leaseToken, question: waitsFor.question }, { signal }), signal);
  const { approvalId, reason } = waitsFor;
  return settle(
    () => client.jobs.release({ id, leaseToken, approvalId, reason: reason.slice(0, 1_000) }, { signal }),
    signal,
  );
}
