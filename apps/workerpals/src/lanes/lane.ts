import type { AgentChoice, Approval, Receipt, Rework, TaskExecuteParams } from "@pushpals/protocol";
import type { WorkContext } from "@pushpals/shared/consume";
import type { OpenedSandbox } from "@pushpals/shared/sandbox";
import type { Outcome } from "../outcome";
import type { JobReport } from "../report/job-report";
import type { JobWorkspace } from "../workspace/job-workspace";
import type { Conversation } from "./openhands/conversation";

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
  /** What people say to an agent in this attempt; a script hears them by `onMessage`. */
  conversation: Conversation;
  /** What the job was parked for, as it was decided. */
  decided?: Approval | undefined;
  /** What is left of the execution budget. */
  remainingMs(): number;
}

/** What only a person can tell; until then the job holds no worker. */
export type WaitsFor = { what: "answer"; question: string } | { what: "decision"; approvalId: string; reason: string };

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
  /** The work is not over: it is gone on with, where it is, once this is told. */
  waitsFor?: WaitsFor | undefined;
}

export type Lane = (input: LaneInput) => Promise<Outcome<LaneResult>>;
