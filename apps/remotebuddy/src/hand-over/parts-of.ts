import type { Plan, Subtask } from "@pushpals/protocol";

/** What becomes one job, and the other parts whose landed change it builds on. */
export interface Part {
  key: string;
  task: Plan | Subtask;
  dependsOn: string[];
}

/** The key of the job of a plan that has no subtasks. */
const WHOLE = "all";

/** The jobs of a plan. What depends on a subtask that needs no worker depends on what that one depends on. */
export function partsOf(plan: Plan): Part[] {
  if (!plan.subtasks) return [{ key: WHOLE, task: plan, dependsOn: [] }];
  const standsFor = new Map<string, string[]>();
  const parts: Part[] = [];
  for (const task of plan.subtasks) {
    const dependsOn = [...new Set(task.depends_on.flatMap((id) => standsFor.get(id) ?? []))];
    standsFor.set(task.id, task.requires_worker ? [task.id] : dependsOn);
    if (task.requires_worker) parts.push({ key: task.id, task, dependsOn });
  }
  return parts;
}
