import type { Plan } from "@pushpals/protocol";

/** A plan as a model says it: each key there, null for what it leaves out. */
export type SaidPlan = Record<string, unknown>;

export const scriptPlan = (more: Partial<Record<keyof Plan, unknown>> = {}): SaidPlan => ({
  intent: "code_change",
  requires_worker: true,
  job_kind: "task.execute",
  lane: "deterministic",
  target_paths: ["docs/new.md"],
  validation_steps: ["make test"],
  risk_level: "low",
  assistant_message: "I add the page.",
  worker_instruction: "/write docs/new.md\n```\n# New\n```\n",
  acceptance_criteria: ["The page exists."],
  subtasks: null,
  ...more,
});

export const answerPlan = (text: string): SaidPlan =>
  scriptPlan({
    intent: "chat",
    requires_worker: false,
    job_kind: "none",
    target_paths: [],
    validation_steps: [],
    assistant_message: text,
    worker_instruction: "",
    acceptance_criteria: null,
  });

export const say = (plan: SaidPlan): string => JSON.stringify(plan);
