import { z } from "zod";
import { failure } from "../failures";
import { agentId, durationMs, uuid } from "../ids";
import { lane, riskLevel } from "../plan";
import { priority } from "../priority";

/** The start of a long text, for lists and timelines; the whole of it is in the queue's item. */
export const PREVIEW_LENGTH = 280;
export const preview = (text: string): string =>
  text.length <= PREVIEW_LENGTH ? text : `${text.slice(0, PREVIEW_LENGTH - 1)}…`;

/** What a model took to make a plan, over all of its rounds. */
export const modelUse = z.strictObject({
  backend: z.string(),
  model: z.string(),
  /** Name and version of the prompt, as in `plan@1`. */
  prompt: z.string(),
  /** 2 when the first answer had to be mended. */
  rounds: z.int().positive(),
  /** Null where the model's server does not count. */
  inputTokens: z.int().nonnegative().nullable(),
  outputTokens: z.int().nonnegative().nullable(),
  /** Null where no price is configured. */
  costUsd: z.number().nonnegative().nullable(),
  latencyMs: durationMs,
});
export type ModelUse = z.infer<typeof modelUse>;

export const requestEvents = {
  request_enqueued: z.strictObject({
    requestId: uuid,
    promptPreview: z.string(),
    priority,
    queuePosition: z.int().positive(),
    etaMs: durationMs,
  }),
  request_claimed: z.strictObject({ requestId: uuid, agentId, attempt: z.int().positive(), queueWaitMs: durationMs }),
  /** A person changed what waits: its text, or its place in line. */
  request_edited: z.strictObject({ requestId: uuid, promptPreview: z.string(), by: z.string() }),
  request_moved: z.strictObject({ requestId: uuid, priority, queuePosition: z.int().positive(), by: z.string() }),
  /** The planner's part is done: it answered, or handed over to jobs. */
  request_completed: z.strictObject({
    requestId: uuid,
    outcome: z.enum(["answered", "handed_over"]),
    jobIds: z.array(uuid),
  }),
  request_failed: z.strictObject({ requestId: uuid, failure }),
  plan_created: z.strictObject({
    requestId: uuid,
    /** `builtin`, or the model that made the plan. */
    planner: z.string(),
    intent: z.string(),
    requiresWorker: z.boolean(),
    lane,
    riskLevel,
    targetPaths: z.array(z.string()).max(200),
    targetPathCount: z.int().nonnegative(),
    validationSteps: z.array(z.string()),
    instructionPreview: z.string(),
    subtasks: z.int().nonnegative(),
    /** Only when a model made it. */
    model: modelUse.optional(),
  }),
} as const;
