import { z } from "zod";

/** Classes of urgency, most urgent first; the index is the rank in the queue. */
export const PRIORITIES = ["interactive", "normal", "background"] as const;

export const priority = z.enum(PRIORITIES).meta({ id: "Priority" });
export type Priority = z.infer<typeof priority>;

/**
 * How long an item of each class may wait before it is promoted a class, in milliseconds.
 * What is in the first class already cannot be promoted: there the budget only feeds the SLO.
 */
export const DEFAULT_QUEUE_WAIT_BUDGET_MS: Record<Priority, number> = {
  interactive: 20_000,
  normal: 120_000,
  background: 600_000,
};

export const queueWaitBudgetMs = z.int().min(1_000).max(86_400_000);
export const executionBudgetMs = z.int().min(1_000).max(86_400_000);
export const finalizationBudgetMs = z.int().min(1_000).max(3_600_000);

/** Time for the lane and validation, unless the caller says otherwise. */
export const DEFAULT_EXECUTION_BUDGET_MS = 900_000;
/** Time for commit, publication and hand-over, unless the caller says otherwise. */
export const DEFAULT_FINALIZATION_BUDGET_MS = 120_000;
