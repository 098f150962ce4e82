import type { ClaimedRequest } from "@pushpals/protocol";
import type { Planned } from "../planner";

export interface AgentPlanContext {
  /** `workerpals.openhands.agent`. */
  agent: string;
  validationSteps: readonly string[];
}

/**
 * Hands a message to the configured agent, word for word. Its paths are those that the message names: what else the
 * agent will touch, nobody knows before.
 */
export function planForAgent(
  request: Pick<ClaimedRequest, "prompt" | "context">,
  { agent, validationSteps }: AgentPlanContext,
): Planned {
  return {
    ok: true,
    plan: {
      intent: "other",
      requires_worker: true,
      job_kind: "task.execute",
      lane: "openhands",
      target_paths: [...new Set(request.context?.files.map(({ path }) => path) ?? [])],
      validation_steps: [...validationSteps],
      risk_level: "medium",
      assistant_message: `I hand this to the agent ${agent}, word for word.`,
      worker_instruction: request.prompt,
    },
  };
}
