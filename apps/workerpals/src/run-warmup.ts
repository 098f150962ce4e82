import { type ClaimedJob, DEFAULT_FINALIZATION_BUDGET_MS, type Failure } from "@pushpals/protocol";
import type { WorkContext } from "@pushpals/shared/consume";
import { Budget } from "./budget";
import { done, failed, type Outcome } from "./outcome";
import { settle } from "./settle";
import type { WorkerSetup } from "./worker-setup";
import { openWorkspace } from "./workspace/open-workspace";
import { removeFolder } from "./workspace/remove-folder";

const PROBE_TIMEOUT_MS = 30_000;

/** Proves that this worker can make a workspace and run a command in it; leaves nothing behind. */
export async function runWarmup(setup: WorkerSetup, job: ClaimedJob, work: WorkContext): Promise<"settled" | Failure> {
  const execution = new Budget("execution_timeout", job.executionBudgetMs);
  const probed = await execution.spend(work, "warm-up", (signal) => probe(setup, job.jobId, signal));
  if (!probed.ok) return probed.failure;
  const finalization = new Budget("finalization_timeout", DEFAULT_FINALIZATION_BUDGET_MS);
  const { jobId: id } = job;
  const { leaseToken } = work;
  const settled = await finalization.spend(work, "hand_over", (signal) =>
    settle(() => setup.client.jobs.complete({ id, leaseToken, summary: probed.value }, { signal }), signal),
  );
  return settled.ok ? settled.value : settled.failure;
}

async function probe(setup: WorkerSetup, jobId: string, signal: AbortSignal): Promise<Outcome<string>> {
  const opened = await openWorkspace(setup, jobId, signal);
  if (!opened.ok) return opened;
  const { clone } = opened.value;
  try {
    if (!setup.sandbox.ok) return failed("sandbox_unavailable", setup.sandbox.message);
    const { sandbox } = setup.sandbox;
    const ran = await sandbox.run({
      command: ["sh", "-c", "test -w . && command -v git"],
      workspace: clone.dir,
      readOnly: clone.readOnly,
      timeoutMs: PROBE_TIMEOUT_MS,
      signal,
    });
    if (ran.exitCode !== 0) return failed("sandbox_unavailable", "The sandbox could not run a command in a workspace.");
    return done(
      `${setup.workerId} can make a workspace at ${clone.baseSha.slice(0, 12)} and run commands (${sandbox.tier}).`,
    );
  } finally {
    await removeFolder(clone.dir);
  }
}
