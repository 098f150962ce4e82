import { z } from "zod";
import { failure } from "../failures";
import { sessionId, timestamp, uuid } from "../ids";
import { approval } from "./approvals";
import { jobRow } from "./jobs";

/** Longest subject of an approval in the list; the approval itself has the whole of it. */
export const NEEDS_YOU_SUBJECT_MAX = 4_000;

/** Something that failed for good: a request that nobody could plan, a job, or the landing of a job's change. */
export const openFailure = z
  .strictObject({
    kind: z.enum(["request", "job", "landing"]),
    /** Of the request, the job, or the completion: what is dismissed. */
    id: uuid,
    sessionId,
    requestId: uuid.nullable(),
    jobId: uuid.nullable(),
    title: z.string(),
    failure,
    at: timestamp,
  })
  .meta({ id: "OpenFailure" });
export type OpenFailure = z.infer<typeof openFailure>;

/** What waits for a person, newest first. */
export const needsYou = z
  .strictObject({
    ok: z.literal(true),
    approvals: z.array(approval),
    /** Jobs that have asked and wait for the answer. */
    questions: z.array(jobRow),
    failures: z.array(openFailure),
    counts: z.strictObject({
      approvals: z.int().nonnegative(),
      questions: z.int().nonnegative(),
      failures: z.int().nonnegative(),
    }),
  })
  .meta({ id: "NeedsYou" });
export type NeedsYou = z.infer<typeof needsYou>;
