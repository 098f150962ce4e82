import type { AgentChoice } from "@pushpals/protocol";
import type { Lane } from "../lane";
import type { OpenedAgentLane } from "./open-agent-lane";

/**
 * The lane in which each job is done by the agent that its task names, or by the configured one. What a task names is
 * opened when it is first asked for; an agent that cannot be used says why, each time.
 */
export function laneByAgent(configured: Lane, open: (choice: AgentChoice) => Promise<OpenedAgentLane>): Lane {
  const ready = new Map<string, Lane>();
  return async (input) => {
    const { agent } = input;
    if (agent === undefined) return configured(input);
    const key = JSON.stringify([agent.profile, agent.model]);
    const known = ready.get(key);
    if (known) return known(input);
    const opened = await open(agent);
    if (opened.ready) ready.set(key, opened.lane);
    return opened.lane(input);
  };
}
