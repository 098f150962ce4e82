import { z } from "zod";
import { gitSha, sessionId, timestamp, uuid, waitMs } from "../ids";
import { byId } from "./common";
import { route } from "./route";

/** A wish to fast-forward the base branch that nobody took up for this long is not carried out any more. */
export const MERGE_TTL_MS = 10 * 60_000;

export const mergeResult = z
  .strictObject({
    outcome: z.enum(["merged", "already_there", "refused"]),
    /** Where the base branch was, and is now; null where it could not be read. */
    from: gitSha.nullable(),
    to: gitSha.nullable(),
    /** For a person: what happened, or what is in the way and what to do. */
    message: z.string().max(4_000),
    checks: z.enum(["passed", "ungated"]).nullable(),
  })
  .meta({ id: "MergeResult" });
export type MergeResult = z.infer<typeof mergeResult>;

export const baseMerge = z
  .strictObject({
    mergeId: uuid,
    sessionId,
    /** The commit of the integration branch that the person has seen: never more than that is merged. */
    headSha: gitSha,
    by: z.string(),
    status: z.enum(["pending", "settled", "expired"]),
    createdAt: timestamp,
    result: mergeResult.nullable(),
  })
  .meta({ id: "BaseMerge" });
export type BaseMerge = z.infer<typeof baseMerge>;

const one = z.strictObject({ ok: z.literal(true), merge: baseMerge });

export const mergeRoutes = {
  create: route({
    method: "POST",
    path: "/merges",
    summary: "Ask for a fast-forward of the base branch; asked again while it waits, answers the same wish",
    scope: "approve",
    body: z.strictObject({ sessionId, headSha: gitSha }),
    reply: one,
    status: [201, 200],
  }),
  next: route({
    method: "POST",
    path: "/merges/next",
    summary:
      "The oldest wish that waits, held open up to waitMs. Takes no lease: a fast-forward made twice is made once",
    scope: "land",
    body: z.strictObject({ waitMs: waitMs.optional() }),
    reply: one,
  }),
  settle: route({
    method: "POST",
    path: "/merges/:id/settle",
    summary: "Tell what became of it; the first answer counts",
    scope: "land",
    params: byId,
    body: z.strictObject({ result: mergeResult }),
    reply: one,
  }),
  get: route({
    method: "GET",
    path: "/merges/:id",
    summary: "One wish; with waitMs, held until it is settled",
    scope: "read",
    params: byId,
    query: z.strictObject({ waitMs: z.coerce.number().int().min(0).max(60_000).optional() }),
    reply: one,
  }),
} as const;
