import type { AgentChoice } from "@pushpals/protocol";
import { choiceNamed } from "@pushpals/shared/agents";
import type { BestOfConfig } from "@pushpals/shared/config";

/** How many agents may do the same task, and which. */
export interface BestOfPolicy {
  /** Of each task for an agent, where nobody says otherwise; 1: one alone. */
  candidates: number;
  /** Most that a message may ask for. */
  max: number;
  /** Most that the plan of a model may ask for; 1: none. */
  maxByPlan: number;
  /** Taken in turn; never empty. */
  agents: readonly AgentChoice[];
}

const CONFIGURED: AgentChoice = { profile: "", model: "" };

/** `remotebuddy.best_of` as a policy. */
export function bestOfPolicy(config: BestOfConfig): BestOfPolicy {
  const max = Math.max(config.candidates, config.max_candidates);
  const agents = config.agents.map(choiceNamed);
  return {
    candidates: config.candidates,
    max,
    maxByPlan: config.by_plan ? max : 1,
    agents: agents.length === 0 ? [CONFIGURED] : agents,
  };
}
