import { type EventPayload, type ModelUse, type Plan, preview } from "@pushpals/protocol";

const SHOWN_PATHS = 200;

/** What the timeline shows of a plan. */
export function planCreated(plan: Plan, requestId: string, use?: ModelUse): EventPayload<"plan_created"> {
  return {
    requestId,
    planner: use?.model ?? "builtin",
    intent: plan.intent,
    requiresWorker: plan.requires_worker,
    lane: plan.lane,
    riskLevel: plan.risk_level,
    targetPaths: plan.target_paths.slice(0, SHOWN_PATHS),
    targetPathCount: plan.target_paths.length,
    validationSteps: plan.validation_steps,
    instructionPreview: preview(plan.worker_instruction),
    subtasks: plan.subtasks?.length ?? 0,
    ...(use ? { model: use } : {}),
  };
}
