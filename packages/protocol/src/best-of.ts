import { z } from "zod";
import { uuid } from "./ids";

/** More than this many times the same work costs more than it can prove. */
export const MAX_CANDIDATES = 8;
/** How many do the same task, independently of each other. */
export const candidateCount = z.int().min(2).max(MAX_CANDIDATES);

/** Which agent does a task, and by which model; what is empty is as configured. */
export const agentChoice = z
  .strictObject({
    /** Name of a profile. */
    profile: z.string().max(100),
    model: z.string().max(200),
  })
  .meta({ id: "AgentChoice" });
export type AgentChoice = z.infer<typeof agentChoice>;

/** Which of several candidates is landed, and why it and none of the others. */
export const choice = z
  .strictObject({
    chosen: uuid,
    /**
     * What decided: `only`, when no other stands; `evidence`; `critic`, among those that the evidence does not tell
     * apart; `size`, when nothing else did.
     */
    by: z.enum(["only", "evidence", "critic", "size"]),
    reason: z.string().min(1).max(2_000),
    standings: z
      .array(
        z.strictObject({
          jobId: uuid,
          /** From 1, the chosen one; null for one that does not stand. */
          rank: z.int().positive().nullable(),
          /** What was seen of it. */
          why: z.string().max(1_000),
        }),
      )
      .min(1)
      .max(MAX_CANDIDATES),
  })
  .meta({ id: "Choice" });
export type Choice = z.infer<typeof choice>;
