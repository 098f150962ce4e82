import type { AgentChoice, Receipt, Rework, TaskExecuteParams } from "@pushpals/protocol";
import type { WorkContext } from "@pushpals/shared/consume";
import type { OpenedSandbox } from "@pushpals/shared/sandbox";
import type { Outcome } from "../outcome";
import type { JobReport } from "../report/job-report";
import type { JobWorkspace } from "../workspace/job-workspace";

export interface LaneInput {
  jobId: string;
  sessionId: string;
  requestId: string;
  instruction: string;
  planning: TaskExecuteParams["planning"];
  /** What was found wrong with the change that the lane has made before; empty the first time. */
  findings: readonly string[];
  /** Why the task is done again, where its change has not landed before. */
  rework?: Rework | undefined;
  /** Who does it, where the task says so. */
  agent?: AgentChoice | undefined;
  workspace: JobWorkspace;
  sandbox: OpenedSandbox;
  report: JobReport;
  /** Aborts when the budget is used up, or the claim has ended. */
  signal: AbortSignal;
  /** Hands on what a person says to the job while it runs, also what was said before. */
  onMessage: WorkContext["onMessage"];
  /** What is left of the execution budget. */
  remainingMs(): number;
}

/** What a lane did; the change itself is in the workspace. */
export interface LaneResult {
  /** What was done, in the form verb + object, in order. */
  actions: string[];
  /** Jobs that the change undoes, noted in its commit message. */
  undoes?: string[];
  /** Whether a result without any change is fine: when it was asked to run commands only. */
  mayChangeNothing: boolean;
  /** Of the commands that it was asked to run. */
  receipts: Receipt[];
}

export type Lane = (input: LaneInput) => Promise<Outcome<LaneResult>>;
