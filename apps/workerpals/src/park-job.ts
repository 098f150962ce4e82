import type { WaitsFor } from "./lanes/lane";
import { markParked } from "./lanes/openhands/agent-state";
import type { Outcome } from "./outcome";
import type { JobReport } from "./report/job-report";
import { others, some } from "./schedule/words";
import { settle } from "./settle";
import type { WorkerSetup } from "./worker-setup";
import type { JobWorkspace } from "./workspace/job-workspace";

/** What has to happen before a job goes on: a person has told something, or other jobs are over. */
export type Waits = WaitsFor | { what: "others"; jobIds: string[]; files: readonly string[] };

interface Parking {
  jobId: string;
  leaseToken: string;
  workspace: JobWorkspace;
  report: JobReport;
}

/**
 * Gives the job back until what it waits for has happened, without counting the attempt. An agent's workspace stays as it
 * is, for whoever gets the job then; from the settlement on that may be another worker.
 */
export async function parkJob(
  { client }: Pick<WorkerSetup, "client">,
  { jobId: id, leaseToken, workspace, report }: Parking,
  waitsFor: Waits,
  signal: AbortSignal,
): Promise<Outcome<"settled">> {
  report.progress("lane", wordsFor(waitsFor));
  await report.close();
  await markParked(workspace.clone.dir);
  if (waitsFor.what === "answer")
    return settle(() => client.jobs.ask({ id, leaseToken, question: waitsFor.question }, { signal }), signal);
  if (waitsFor.what === "others")
    return settle(() => client.jobs.yield({ id, leaseToken, after: waitsFor.jobIds }, { signal }), signal);
  const { approvalId, reason } = waitsFor;
  return settle(
    () => client.jobs.release({ id, leaseToken, approvalId, reason: reason.slice(0, 1_000) }, { signal }),
    signal,
  );
}

function wordsFor(waits: Waits): string {
  if (waits.what === "answer") return "Waiting for an answer";
  if (waits.what === "decision") return `Waiting: ${waits.reason}`;
  return `Back in line until ${others(waits.jobIds)} has landed: both change ${some(waits.files)}`;
}
