import { z } from "zod";
import { timestamp, uuid } from "../ids";
import { jsonObject } from "../json";

/** Largest text of one message, in characters. A patch is a message too. */
export const MESSAGE_TEXT_MAX = 16_000_000;

export const messageText = z.string().min(1).max(MESSAGE_TEXT_MAX);

export const messageEvents = {
  message: z.strictObject({
    text: messageText,
    device: z.string().optional(),
    /** The job that it was said to: while that runs, or as the answer to what it asked. */
    jobId: uuid.optional(),
  }),
  assistant_message: z.strictObject({
    text: z.string(),
    requestId: uuid.optional(),
    jobId: uuid.optional(),
    /** The rule of LocalBuddy that answered, when no planner was asked. */
    rule: z.string().optional(),
    /** The job waits for the answer to this. */
    asks: z.literal(true).optional(),
  }),
  /** A milestone that has no event of its own; `request_ended` is the end of all that came of a request. */
  status: z.discriminatedUnion("state", [
    z.strictObject({
      state: z.literal("request_ended"),
      requestId: uuid,
      outcome: z.enum(["answered", "landed", "completed", "failed", "cancelled", "mixed"]),
      jobs: z.array(z.strictObject({ jobId: uuid, outcome: z.enum(["landed", "completed", "failed", "cancelled"]) })),
    }),
    z.strictObject({
      state: z.literal("note"),
      text: z.string().max(8_000),
      requestId: uuid.optional(),
      jobId: uuid.optional(),
    }),
  ]),
  error: z.strictObject({ code: z.string(), message: z.string().max(8_000), detail: jsonObject.optional() }),
} as const;

/** Largest text that is kept for a person who has not sent it yet. */
export const DRAFT_TEXT_MAX = 200_000;

/** What somebody is writing, as all of their devices have it. `by`: the device that wrote last; null before the first. */
export const draft = z.strictObject({
  text: z.string().max(DRAFT_TEXT_MAX),
  /** Grows by one with each writing; 0 before the first. */
  revision: z.int().nonnegative(),
  by: z.string().nullable(),
  updatedAt: timestamp.nullable(),
});
export type Draft = z.infer<typeof draft>;

/** Not stored as events: whoever comes later asks for the draft. */
export const draftEvents = { draft_changed: draft } as const;
