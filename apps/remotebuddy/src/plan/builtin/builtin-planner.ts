import type { Mirror } from "@pushpals/shared/git";
import type { Planner } from "../planner";
import { planForAgent } from "./plan-for-agent";
import { planMessage, planOperations } from "./plan-message";
import { treeAtHead } from "./tree-at-head";

export interface BuiltinPlannerOptions {
  mirror: Mirror;
  integrationBranch: string;
  validationSteps: readonly string[];
  /** `workerpals.openhands.agent`; empty: none. */
  agent: string;
}

/** The planner that needs no model. What is no operation goes to the agent, where one is configured. */
export function builtinPlanner(options: BuiltinPlannerOptions): Planner {
  const { mirror, integrationBranch, validationSteps, agent } = options;
  return {
    name: "builtin",
    plan: async (request, signal) => {
      const context = { tree: treeAtHead(mirror, integrationBranch, signal), validationSteps };
      if (agent === "" || request.prompt.trim() === "") return planMessage(request.prompt, context);
      return (await planOperations(request.prompt, context)) ?? planForAgent(request, { agent, validationSteps });
    },
  };
}
