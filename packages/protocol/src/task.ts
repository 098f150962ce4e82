import { z } from "zod";
import { agentChoice, MAX_CANDIDATES } from "./best-of";
import { failureCode } from "./failures";
import { gitSha, sessionId, uuid } from "./ids";
import { jsonObject } from "./json";
import { intent, lane, riskLevel, targetPath } from "./plan";
import { executionBudgetMs, finalizationBudgetMs, priority, queueWaitBudgetMs } from "./priority";

export const TASK_SCHEMA_VERSION = 2;

/** Why a job is done again: its change was fine by itself, but could not land on what had landed meanwhile. */
export const rework = z.strictObject({
  /** The job whose change did not land; its own work is kept on `branch`. */
  ofJobId: uuid,
  /** How many times the task was done before. */
  round: z.int().positive(),
  cause: failureCode,
  message: z.string().max(4_000),
  branch: z.string(),
  commitSha: gitSha,
  /** What the landing said: files in conflict with both sides, or the end of a red check's output. */
  detail: jsonObject,
});
export type Rework = z.infer<typeof rework>;

/** Input of a `task.execute` job: all that a runner needs, and nothing it has to look up. */
export const taskExecuteParams = z
  .strictObject({
    schemaVersion: z.literal(TASK_SCHEMA_VERSION),
    requestId: uuid,
    sessionId,
    lane,
    /** A script for the deterministic lane; words for an agent. */
    instruction: z.string().min(1).max(16_000_000),
    planning: z.strictObject({
      intent,
      riskLevel,
      targetPaths: z.array(targetPath).max(5_000),
      acceptanceCriteria: z.array(z.string().min(1).max(2_000)).max(50),
      validationSteps: z.array(z.string().min(1).max(2_000)).max(20),
      queuePriority: priority,
      queueWaitBudgetMs,
      executionBudgetMs,
      finalizationBudgetMs,
    }),
    /** Who does it; without it, the agent that is configured. */
    agent: agentChoice.optional(),
    /** Set by the server on one of several jobs that do the same task: its result is compared, not landed. */
    candidate: z
      .strictObject({
        /** The job that chooses, as whose result the change would land. */
        of: uuid,
        number: z.int().min(1).max(MAX_CANDIDATES),
        count: z.int().min(2).max(MAX_CANDIDATES),
      })
      .optional(),
    /** Set by the server on a job that takes the place of one whose change could not land. */
    rework: rework.optional(),
  })
  .meta({ id: "TaskExecuteParams" });
export type TaskExecuteParams = z.infer<typeof taskExecuteParams>;

/** Input of a `warmup.execute` job: proves that a worker can make a workspace and a sandbox; commits nothing. */
export const warmupExecuteParams = z
  .strictObject({ schemaVersion: z.literal(TASK_SCHEMA_VERSION), sessionId })
  .meta({ id: "WarmupExecuteParams" });
export type WarmupExecuteParams = z.infer<typeof warmupExecuteParams>;

/** Input of a `choose.execute` job: compares what the candidates of a task have made, and hands over the best. */
export const chooseExecuteParams = z
  .strictObject({
    schemaVersion: z.literal(TASK_SCHEMA_VERSION),
    requestId: uuid,
    sessionId,
    /** What each candidate was given, but for who does it. */
    task: taskExecuteParams,
  })
  .meta({ id: "ChooseExecuteParams" });
export type ChooseExecuteParams = z.infer<typeof chooseExecuteParams>;

export const jobKind = z.enum(["task.execute", "choose.execute", "warmup.execute"]);
export type JobKind = z.infer<typeof jobKind>;

/** The params of each kind of job. */
export const JOB_PARAMS = {
  "task.execute": taskExecuteParams,
  "choose.execute": chooseExecuteParams,
  "warmup.execute": warmupExecuteParams,
} as const;

/** What a job is for: its own task, or the one whose candidates it chooses among. Null when there is none. */
export function taskOf(kind: string, params: unknown): TaskExecuteParams | null {
  if (kind === "choose.execute") return chooseExecuteParams.safeParse(params).data?.task ?? null;
  return kind === "task.execute" ? (taskExecuteParams.safeParse(params).data ?? null) : null;
}
