import type { Failure, FailureCode, Receipt, Review, TaskExecuteParams } from "@pushpals/protocol";
import type { WorkContext } from "@pushpals/shared/consume";
import type { Budget } from "./budget";
import { type Commit, commitChange } from "./commit-change";
import type { LaneResult } from "./lanes/lane";
import { done, type Outcome } from "./outcome";
import type { JobReport } from "./report/job-report";
import { type Judged, judgeChange } from "./verify/judge-change";
import { validateTree } from "./verify/validate-tree";
import type { WorkerSetup } from "./worker-setup";
import type { JobWorkspace } from "./workspace/job-workspace";
import { rescueRef } from "./workspace/rescue-work";

export interface Producing {
  setup: WorkerSetup;
  jobId: string;
  params: TaskExecuteParams;
  work: Pick<WorkContext, "signal" | "abortReason" | "onMessage">;
  report: JobReport;
  workspace: JobWorkspace;
  execution: Budget;
  finalization: Budget;
}

export interface Produced {
  lane: LaneResult;
  /** Null when nothing was changed and nothing had to be. */
  commit: Commit | null;
  validation: Receipt[];
  review: Review | null;
}

/** What an agent can put right when it is told. */
const MENDABLE: readonly FailureCode[] = ["nothing_changed", "tests_weakened", "validation_failed", "critic_objects"];

/**
 * lane -> commit -> validation. The commit comes before the validation, and into the mirror, so that what is proven is
 * a tree that nothing can change any more. A script has one try; an agent gets its work back with what was found, up
 * to `maxRevisions` times.
 */
export async function produceChange(producing: Producing): Promise<Outcome<Produced>> {
  const { setup, params, report } = producing;
  const rounds = params.lane === "openhands" ? setup.maxRevisions : 0;
  const history: string[] = [];
  let findings: string[] = [];
  for (let round = 0; ; round += 1) {
    const tried = await tryOnce(producing, findings, round >= rounds);
    if (!tried.ok) return tried;
    if (tried.value.failure === null) return done(tried.value.produced);
    const { failure } = tried.value;
    findings = [failure.message];
    history.push(failure.message.slice(0, 1_000));
    if (round >= rounds || !MENDABLE.includes(failure.code))
      return { ok: false, failure: round === 0 ? failure : withHistory(failure, history) };
    report.progress("lane", `Back to the agent (${round + 1} of ${rounds}): ${failure.message.split("\n")[0]}`);
  }
}

type Tried = { failure: null; produced: Produced } | { failure: Failure };

/** One round. What an agent can put right is a value with a failure in it; all else ends the job. */
async function tryOnce(producing: Producing, findings: readonly string[], isLast: boolean): Promise<Outcome<Tried>> {
  const { setup, jobId, params, work, report, workspace, execution, finalization } = producing;
  const { instruction, planning, requestId, sessionId, agent, candidate, rework } = params;
  const lane = await execution.spend(work, "lane", (signal) =>
    setup.lanes[params.lane]({
      ...{ jobId, sessionId, requestId, instruction, planning, agent, rework, findings, workspace, report, signal },
      sandbox: setup.sandbox,
      onMessage: work.onMessage,
      remainingMs: () => execution.remainingMs(),
    }),
  );
  if (!lane.ok) return lane;

  const committed = await finalization.spend(work, "commit", (signal) =>
    commitChange(setup, { jobId, requestId, candidate }, workspace, lane.value, signal),
  );
  if (!committed.ok) return committed.failure.code === "nothing_changed" ? done(committed) : committed;
  const commit = committed.value;
  if (commit) report.progress("commit", `Committed ${commit.sha.slice(0, 12)}`);

  const judged = await execution.spend(work, "validation", (signal) => {
    const how = { workspace, report, timeoutMs: execution.remainingMs(), signal };
    return params.lane === "openhands" && commit !== null
      ? judgeChange(setup, { ...how, commit, instruction, planning, isLast })
      : validate(setup, how, commit, planning.validationSteps);
  });
  if (commit && !(judged.ok && judged.value.failure === null)) await withdraw(producing, commit);
  if (!judged.ok) return judged;
  const { failure, validation, review } = judged.value;
  return done(failure ? { failure } : { failure: null, produced: { lane: lane.value, commit, validation, review } });
}

async function validate(
  setup: WorkerSetup,
  how: Omit<Parameters<typeof validateTree>[1], "steps" | "treeSha">,
  commit: Commit | null,
  steps: readonly string[],
): Promise<Outcome<Judged>> {
  const treeSha = commit?.treeSha ?? (await setup.mirror.treeOf(how.workspace.clone.baseSha));
  const validated = await validateTree(setup, { ...how, steps, treeSha });
  return validated.ok ? done({ failure: null, validation: validated.value, review: null }) : validated;
}

/** A commit that does not stand is no result any more; an agent's is kept aside. */
async function withdraw({ setup, jobId, params, work }: Producing, commit: Commit): Promise<void> {
  if (params.lane === "openhands") await setup.mirror.updateRef(rescueRef(jobId), commit.sha);
  // After a lost claim the ref may be that of the next attempt already.
  if (!work.signal.aborted) await setup.mirror.deleteRef(commit.ref);
}

const withHistory = (failure: Failure, rounds: string[]): Failure => ({
  ...failure,
  detail: { ...failure.detail, rounds },
});
