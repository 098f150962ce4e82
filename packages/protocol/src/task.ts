import { z } from "zod";
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

export const jobKind = z.enum(["task.execute", "warmup.execute"]);
export type JobKind = z.infer<typeof jobKind>;

/** The params of each kind of job. */
export const JOB_PARAMS = {
  "task.execute": taskExecuteParams,
  "warmup.execute": warmupExecuteParams,
} as const;
