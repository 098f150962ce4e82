import { type ClaimedJob, type Failure, type TaskExecuteParams, taskExecuteParams } from "@pushpals/protocol";
import type { WorkContext } from "@pushpals/shared/consume";
import { Budget } from "./budget";
import { runChoice } from "./choose/run-choice";
import { completeJob } from "./complete-job";
import { handOver } from "./hand-over";
import { agentFolder } from "./lanes/openhands/agent-state";
import { failureOf } from "./outcome";
import { parkJob } from "./park-job";
import { produceChange } from "./produce-change";
import { publishBranch } from "./publish-branch";
import { JobReport } from "./report/job-report";
import { runWarmup } from "./run-warmup";
import type { WorkerSetup } from "./worker-setup";
import { adoptWorkspace } from "./workspace/adopt-workspace";
import type { JobWorkspace } from "./workspace/job-workspace";
import { openWorkspace } from "./workspace/open-workspace";
import { removeFolder } from "./workspace/remove-folder";
import { rescueWork } from "./workspace/rescue-work";

/** One claimed job, from its workspace to its settlement. A failure that is returned is the loop's to report. */
export async function runJob(setup: WorkerSetup, job: ClaimedJob, work: WorkContext): Promise<"settled" | Failure> {
  if (job.kind === "warmup.execute") return runWarmup(setup, job, work);
  if (job.kind === "choose.execute") return runChoice(setup, job, work);
  const params = taskExecuteParams.safeParse(job.params);
  if (!params.success)
    return failureOf("internal", `The job's params do not fit their schema: ${params.error.message}`);
  const report = new JobReport(job, setup.voice, setup.openLog(job.jobId, work.leaseToken), work.attempt);
  try {
    const budgets = {
      execution: new Budget("execution_timeout", job.executionBudgetMs),
      finalization: new Budget("finalization_timeout", job.finalizationBudgetMs),
    };
    const { lane } = params.data;
    const opened = await budgets.execution.spend(work, "workspace", async (signal) => {
      const survivor = lane === "openhands" ? await adoptWorkspace(setup, job.jobId) : null;
      if (survivor !== null) report.note("Going on in the workspace that an earlier attempt has left");
      return survivor === null ? openWorkspace(setup, job.jobId, signal) : { ok: true, value: survivor };
    });
    if (!opened.ok) return opened.failure;
    const workspace = opened.value;
    let result: "settled" | "parked" | Failure | null = null;
    try {
      result = await runInWorkspace({ setup, job, params: params.data, work, report, workspace, ...budgets });
      return result === "parked" ? "settled" : result;
    } finally {
      const keepWork = lane === "openhands" && result !== "settled";
      if (result !== "parked") await clearWorkspace(setup, { job, report, workspace, keepWork });
    }
  } finally {
    await report.close();
  }
}

/** Nothing of an agent's work is lost with its workspace. */
async function clearWorkspace(
  setup: WorkerSetup,
  { job, report, workspace, keepWork }: Pick<Running, "job" | "report" | "workspace"> & { keepWork: boolean },
): Promise<void> {
  const { clone, sandbox } = workspace;
  const kept = keepWork ? await rescueWork(setup, job.jobId, clone, sandbox) : null;
  if (kept !== null) report.note(kept);
  for (const dir of [clone.dir, agentFolder(clone.dir)])
    if (!(await removeFolder(dir))) setup.log.error({ dir }, "a folder of a job could not be removed");
}

interface Running {
  setup: WorkerSetup;
  job: ClaimedJob;
  params: TaskExecuteParams;
  work: WorkContext;
  report: JobReport;
  workspace: JobWorkspace;
  execution: Budget;
  finalization: Budget;
}

/** The change and its proof, then publish -> hand over; or the end until something else has happened. */
async function runInWorkspace(running: Running): Promise<"settled" | "parked" | Failure> {
  const { setup, job, params, work, report, workspace, finalization } = running;
  const { jobId, sessionId } = job;
  const { leaseToken } = work;
  const { baseSha } = workspace.clone;
  const tier = setup.sandbox.ok ? setup.sandbox.sandbox.tier : "refused";
  report.started({ workerId: setup.workerId, lane: params.lane, sandbox: tier, baseSha });
  report.progress("lane", `Working on ${baseSha.slice(0, 12)} in the ${params.lane} lane`);

  const produced = await produceChange({ ...running, jobId, decided: job.approval ?? undefined });
  if (!produced.ok) return produced.failure;
  if (produced.value.kind === "parked") {
    const { waitsFor } = produced.value;
    const parked = await finalization.spend(work, "park", (signal) =>
      parkJob(setup, { jobId, leaseToken, workspace, report }, waitsFor, signal),
    );
    if (!parked.ok) return parked.failure;
    // A script is run from its start.
    return params.lane === "openhands" ? "parked" : "settled";
  }
  const { lane, commit, validation, review } = produced.value;

  const settled = await finalization.spend(work, "hand_over", async (signal) => {
    if (commit === null) {
      await report.close();
      return completeJob(setup, { jobId, leaseToken }, lane, validation, signal);
    }
    report.progress("publish", "Publishing the branch of this job");
    const branch = await publishBranch(setup, jobId, commit, signal);
    if (!branch.ok) return branch;
    report.progress("hand_over", `Handing over ${branch.value}`);
    await report.close();
    const finished = { jobId, sessionId, leaseToken, commit, branch: branch.value, lane };
    const isCandidate = params.candidate !== undefined;
    return handOver(setup, { ...finished, validation, review, isCandidate }, signal);
  });
  return settled.ok ? settled.value : settled.failure;
}
