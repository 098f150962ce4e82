import { MAX_CANDIDATES } from "@pushpals/protocol";
import { z } from "zod";

const agent = z
  .string()
  .regex(
    /^[a-z][a-z0-9_-]{0,99}(?::\S{1,200})?$/,
    'an agent, or an agent and its model, such as "opencode:qwen3-coder"',
  );

/** Whether several agents do the same task, for the best of it to be landed. */
export const bestOfSection = z.strictObject({
  candidates: z.int().min(1).max(MAX_CANDIDATES).describe("How many agents do each task for an agent; 1: one"),
  max_candidates: z.int().min(1).max(MAX_CANDIDATES).describe("Most that a message or a plan may ask for; 1: none"),
  by_plan: z.boolean().describe("Let the plan of a model ask for candidates"),
  agents: z.array(agent).max(20).describe("Who they are, in turn: agent or agent:model; none: the configured agent"),
});

export type BestOfConfig = z.infer<typeof bestOfSection>;
