import {
  type ClaimedRequest,
  type Plan,
  type PlannedJob,
  parseScript,
  preview,
  type Subtask,
  TASK_SCHEMA_VERSION,
  type TaskExecuteParams,
  taskExecuteParams,
} from "@pushpals/protocol";
import { titleOf } from "../plan/builtin/describe-operation";

export type JobBody = Omit<PlannedJob, "key" | "dependsOn" | "follows" | "comesAfter" | "candidates">;

export interface Budgets {
  executionBudgetMs: number;
  finalizationBudgetMs: number;
}

const MAX_AGENT_TITLE = 120;
/** What only the server gives to a job. */
const PLANNED = taskExecuteParams.omit({ rework: true, candidate: true, agent: true });

/** The job of a plan, or of one of its subtasks, without its place in the order. Params are checked: a bug throws. */
export function jobBody(plan: Plan, task: Plan | Subtask, request: ClaimedRequest, budgets: Budgets): JobBody {
  const suffix = "id" in task ? `:${task.id}` : "";
  const params: Omit<TaskExecuteParams, "rework" | "candidate" | "agent"> = {
    schemaVersion: TASK_SCHEMA_VERSION,
    requestId: request.requestId,
    sessionId: request.sessionId,
    lane: task.lane,
    instruction: task.worker_instruction,
    planning: {
      intent: plan.intent,
      riskLevel: plan.risk_level,
      targetPaths: task.target_paths,
      acceptanceCriteria: task.acceptance_criteria ?? [],
      validationSteps: task.validation_steps,
      queuePriority: request.priority,
      queueWaitBudgetMs: request.queueWaitBudgetMs,
      ...budgets,
    },
  };
  return {
    taskId: `${request.requestId}${suffix}`,
    kind: "task.execute",
    params: PLANNED.parse(params),
    title: titleOfTask(task),
    priority: request.priority,
    ...budgets,
  };
}

function titleOfTask(task: Plan | Subtask): string {
  const script = task.lane === "deterministic" ? parseScript(task.worker_instruction) : null;
  if (script?.ok) return titleOf(script.operations);
  return preview(task.worker_instruction.replace(/\s+/g, " ").trim()).slice(0, MAX_AGENT_TITLE);
}
