import type { Failure, Receipt, TaskExecuteParams } from "@pushpals/protocol";
import type { Commit } from "../commit-change";
import { done, failureOf, type Outcome } from "../outcome";
import type { JobReport } from "../report/job-report";
import type { WorkerSetup } from "../worker-setup";
import type { JobWorkspace } from "../workspace/job-workspace";
import { removeFolder } from "../workspace/remove-folder";
import { openProof } from "./open-proof";
import { validateTree } from "./validate-tree";
import { weakenedTests } from "./weakened-tests";

export interface Judged {
  /** Why the change does not stand; null when it does. */
  failure: Failure | null;
  validation: Receipt[];
}

interface Judging {
  commit: Commit;
  planning: TaskExecuteParams["planning"];
  workspace: JobWorkspace;
  report: JobReport;
  timeoutMs: number;
  signal: AbortSignal;
}

/** Judges an agent's commit by what it is: its tests as they were, and its steps green in a clean workspace. */
export async function judgeChange(setup: WorkerSetup, judging: Judging): Promise<Outcome<Judged>> {
  const { commit, planning, workspace, report, timeoutMs, signal } = judging;
  const { summary, patch } = await setup.mirror.diff(commit.baseSha, commit.sha);
  const weakened = weakenedTests(summary, patch, planning.targetPaths);
  if (weakened.length > 0) return done({ failure: testsWeakened(weakened), validation: [] });
  const steps = planning.validationSteps;
  if (steps.length === 0) return done({ failure: null, validation: [] });
  const proof = await openProof(setup, commit, workspace.clone.dir, signal);
  if (!proof.ok) return proof;
  try {
    const { treeSha } = commit;
    const validated = await validateTree(setup, { steps, treeSha, workspace: proof.value, report, timeoutMs, signal });
    if (validated.ok) return done({ failure: null, validation: validated.value });
    return validated.failure.code === "validation_failed" && !signal.aborted
      ? done({ failure: validated.failure, validation: [] })
      : validated;
  } finally {
    await removeFolder(proof.value.clone.dir);
  }
}

const testsWeakened = (findings: string[]): Failure =>
  failureOf("tests_weakened", `The change weakens the tests: ${findings.join(" ")}`, { findings });
