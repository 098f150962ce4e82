import type { Receipt } from "@pushpals/protocol";
import { runSteps } from "@pushpals/shared/verify";
import { done, failed, type Outcome } from "../outcome";
import type { JobReport } from "../report/job-report";
import type { WorkerSetup } from "../worker-setup";
import type { JobWorkspace } from "../workspace/job-workspace";

const TAIL = 3_000;

export interface Validation {
  steps: readonly string[];
  /** The tree that the workspace holds: committed already, so that what steps leave behind never belongs to it. */
  treeSha: string;
  workspace: JobWorkspace;
  report: JobReport;
  timeoutMs: number;
  signal: AbortSignal;
}

/** Runs the validation steps on the finished tree, in the sandbox. Receipts of all, or the failure of the first red one. */
export async function validateTree(setup: WorkerSetup, validation: Validation): Promise<Outcome<Receipt[]>> {
  const { steps, treeSha, workspace, report, timeoutMs, signal } = validation;
  if (steps.length === 0) return done([]);
  if (!setup.sandbox.ok) return failed("sandbox_unavailable", setup.sandbox.message);
  const { sandbox } = setup.sandbox;
  report.progress(
    "validation",
    `Validating with ${steps.length} ${steps.length === 1 ? "step" : "steps"}: ${steps.join("; ")}`,
  );
  workspace.confineGit(sandbox);
  const { passed, receipts } = await runSteps({
    sandbox,
    workspace: workspace.clone.dir,
    readOnly: workspace.clone.readOnly,
    treeSha,
    steps,
    timeoutMs: Math.max(1, timeoutMs),
    signal,
    onLine: (stream, line) => report.line(stream, line),
  });
  if (passed) return done(receipts);
  const red = receipts.at(-1);
  const how = red?.exitCode != null ? `exit code ${red.exitCode}` : (red?.terminationReason ?? "not started");
  const tail = red?.outputTail.slice(-TAIL) ?? "";
  return failed(
    "validation_failed",
    `"${(red?.command ?? "").slice(0, 300)}" ended with ${how} on the finished tree.\n${tail}`,
    {
      command: red?.command ?? null,
      exitCode: red?.exitCode ?? null,
      treeSha,
      outputTail: tail,
    },
  );
}
