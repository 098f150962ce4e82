import type { Failure, Receipt, Review, TaskExecuteParams } from "@pushpals/protocol";
import type { Commit } from "../commit-change";
import { done, failureOf, type Outcome } from "../outcome";
import type { JobReport } from "../report/job-report";
import type { WorkerSetup } from "../worker-setup";
import type { JobWorkspace } from "../workspace/job-workspace";
import { removeFolder } from "../workspace/remove-folder";
import { consultCritic, objectionOf } from "./consult-critic";
import { openProof } from "./open-proof";
import { validateTree } from "./validate-tree";
import { weakenedTests } from "./weakened-tests";

export interface Judged {
  /** Why the change does not stand; null when it does. */
  failure: Failure | null;
  validation: Receipt[];
  /** Of the critic, where there is one. */
  review: Review | null;
}

interface Judging {
  commit: Commit;
  instruction: string;
  planning: TaskExecuteParams["planning"];
  workspace: JobWorkspace;
  report: JobReport;
  /** Whether the agent will not get its work back any more. */
  isLast: boolean;
  timeoutMs: number;
  signal: AbortSignal;
}

/**
 * Judges an agent's commit by what it is: its tests as they were, its steps green in a clean workspace. A critic is only
 * asked about what has passed that.
 */
export async function judgeChange(setup: WorkerSetup, judging: Judging): Promise<Outcome<Judged>> {
  const { commit, planning, isLast } = judging;
  const { summary, patch } = commit.diff;
  const weakened = weakenedTests(summary, patch, planning.targetPaths);
  if (weakened.length > 0) return done({ failure: testsWeakened(weakened), validation: [], review: null });
  const proven = await proveSteps(setup, judging);
  if (!proven.ok || proven.value.failure !== null) return proven;
  const review = await consultCritic(setup, { ...judging, patch, receipts: proven.value.validation });
  const objection = objectionOf(review, setup.criticMustAgree);
  const stands = objection === null || (isLast && !setup.criticMustAgree);
  return done({ ...proven.value, failure: stands ? null : objection, review });
}

/** Runs the steps in a clean workspace. A red one is the judgement, anything else that goes wrong is no judgement. */
async function proveSteps(setup: WorkerSetup, judging: Judging): Promise<Outcome<Judged>> {
  const { commit, planning, workspace, report, timeoutMs, signal } = judging;
  const steps = planning.validationSteps;
  if (steps.length === 0) return done({ failure: null, validation: [], review: null });
  const proof = await openProof(setup, commit, workspace.clone.dir, signal);
  if (!proof.ok) return proof;
  try {
    const { treeSha } = commit;
    const validated = await validateTree(setup, { steps, treeSha, workspace: proof.value, report, timeoutMs, signal });
    if (validated.ok) return done({ failure: null, validation: validated.value, review: null });
    return validated.failure.code === "validation_failed" && !signal.aborted
      ? done({ failure: validated.failure, validation: [], review: null })
      : validated;
  } finally {
    await removeFolder(proof.value.clone.dir);
  }
}

const testsWeakened = (findings: string[]): Failure =>
  failureOf("tests_weakened", `The change weakens the tests: ${findings.join(" ")}`, { findings });
