import type { Plan, Subtask } from "@pushpals/protocol";

/** The plan with the operator's own validation steps on each part that changes something. */
export function withConfiguredSteps(plan: Plan, configured: readonly string[]): Plan {
  if (!plan.requires_worker || configured.length === 0) return plan;
  const add = <T extends Plan | Subtask>(part: T): T => ({
    ...part,
    validation_steps: [...new Set([...configured, ...part.validation_steps])],
  });
  return {
    ...add(plan),
    ...(plan.subtasks ? { subtasks: plan.subtasks.map((task) => (task.requires_worker ? add(task) : task)) } : {}),
  };
}
