import { type ClaimedJob, type Failure, type TaskExecuteParams, taskExecuteParams } from "@pushpals/protocol";
import type { WorkContext } from "@pushpals/shared/consume";
import { Budget } from "./budget";
import { commitChange } from "./commit-change";
import { completeJob } from "./complete-job";
import { handOver } from "./hand-over";
import { failureOf } from "./outcome";
import { publishBranch } from "./publish-branch";
import { JobReport } from "./report/job-report";
import { runWarmup } from "./run-warmup";
import { validateTree } from "./verify/validate-tree";
import type { WorkerSetup } from "./worker-setup";
import type { JobWorkspace } from "./workspace/job-workspace";
import { openWorkspace } from "./workspace/open-workspace";
import { removeFolder } from "./workspace/remove-folder";

/** One claimed job, from its workspace to its settlement. A failure that is returned is the loop's to report. */
export async function runJob(setup: WorkerSetup, job: ClaimedJob, work: WorkContext): Promise<"settled" | Failure> {
  if (job.kind === "warmup.execute") return runWarmup(setup, job, work);
  const params = taskExecuteParams.safeParse(job.params);
  if (!params.success)
    return failureOf("internal", `The job's params do not fit their schema: ${params.error.message}`);
  const report = new JobReport(job, setup.voice, setup.openLog(job.jobId, work.leaseToken), work.attempt);
  try {
    const budgets = {
      execution: new Budget("execution_timeout", job.executionBudgetMs),
      finalization: new Budget("finalization_timeout", job.finalizationBudgetMs),
    };
    const opened = await budgets.execution.spend(work, "workspace", (signal) =>
      openWorkspace(setup, job.jobId, signal),
    );
    if (!opened.ok) return opened.failure;
    try {
      return await runInWorkspace({
        setup,
        job,
        params: params.data,
        work,
        report,
        workspace: opened.value,
        ...budgets,
      });
    } finally {
      const { dir } = opened.value.clone;
      if (!(await removeFolder(dir))) setup.log.error({ dir }, "a workspace could not be removed");
    }
  } finally {
    await report.close();
  }
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

/**
 * lane -> commit -> validation -> publish -> hand over. The commit comes before the validation, and into the mirror,
 * so that what is proven is a tree that nothing can change any more.
 */
async function runInWorkspace(running: Running): Promise<"settled" | Failure> {
  const { setup, job, params, work, report, workspace, execution, finalization } = running;
  const { jobId, sessionId } = job;
  const { leaseToken } = work;
  const { baseSha } = workspace.clone;
  const tier = setup.sandbox.ok ? setup.sandbox.sandbox.tier : "refused";
  report.started({ workerId: setup.workerId, lane: params.lane, sandbox: tier, baseSha });

  report.progress("lane", `Working on ${baseSha.slice(0, 12)} in the ${params.lane} lane`);
  const lane = await execution.spend(work, "lane", (signal) =>
    setup.lanes[params.lane]({
      instruction: params.instruction,
      workspace,
      sandbox: setup.sandbox,
      report,
      signal,
      onMessage: work.onMessage,
      remainingMs: () => execution.remainingMs(),
    }),
  );
  if (!lane.ok) return lane.failure;

  const ids = { jobId, requestId: params.requestId };
  const committed = await finalization.spend(work, "commit", (signal) =>
    commitChange(setup, ids, workspace, lane.value, signal),
  );
  if (!committed.ok) return committed.failure;
  const commit = committed.value;
  if (commit) report.progress("commit", `Committed ${commit.sha.slice(0, 12)}`);

  const treeSha = commit?.treeSha ?? (await setup.mirror.treeOf(baseSha));
  const steps = params.planning.validationSteps;
  const validated = await execution.spend(work, "validation", (signal) =>
    validateTree(setup, { steps, treeSha, workspace, report, timeoutMs: execution.remainingMs(), signal }),
  );
  if (!validated.ok) {
    // After a lost claim the ref may be that of the next attempt already.
    if (commit && !work.signal.aborted) await setup.mirror.deleteRef(commit.ref);
    return validated.failure;
  }

  const settled = await finalization.spend(work, "hand_over", async (signal) => {
    if (commit === null) {
      await report.close();
      return completeJob(setup, { jobId, leaseToken }, lane.value, validated.value, signal);
    }
    report.progress("publish", "Publishing the branch of this job");
    const branch = await publishBranch(setup, jobId, commit, signal);
    if (!branch.ok) return branch;
    report.progress("hand_over", `Handing over ${branch.value}`);
    await report.close();
    const finished = { jobId, sessionId, leaseToken, commit, branch: branch.value, lane: lane.value };
    return handOver(setup, { ...finished, validation: validated.value }, signal);
  });
  return settled.ok ? settled.value : settled.failure;
}
