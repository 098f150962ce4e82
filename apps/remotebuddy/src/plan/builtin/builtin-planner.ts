import type { Mirror } from "@pushpals/shared/git";
import type { Planner } from "../planner";
import { planMessage } from "./plan-message";
import { treeAtHead } from "./tree-at-head";

export interface BuiltinPlannerOptions {
  mirror: Mirror;
  integrationBranch: string;
  validationSteps: readonly string[];
}

/** The planner that needs no model. */
export function builtinPlanner({ mirror, integrationBranch, validationSteps }: BuiltinPlannerOptions): Planner {
  return {
    name: "builtin",
    plan: (request, signal) =>
      planMessage(request.prompt, { tree: treeAtHead(mirror, integrationBranch, signal), validationSteps }),
  };
}
