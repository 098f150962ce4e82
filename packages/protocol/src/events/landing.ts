import { z } from "zod";
import { landing } from "../evidence";
import { failure } from "../failures";
import { agentId, gitSha, sha256, timestamp, uuid } from "../ids";

const ofCompletion = { completionId: uuid, jobId: uuid, requestId: uuid.optional() };

export const approvalKind = z.enum(["landing", "command", "permission"]);

export const landingEvents = {
  completion_enqueued: z.strictObject({
    ...ofCompletion,
    branch: z.string(),
    commitSha: gitSha,
    queuePosition: z.int().positive(),
  }),
  merge_started: z.strictObject({ ...ofCompletion, pusherId: agentId, attempt: z.int().positive() }),
  merge_succeeded: z.strictObject({ ...ofCompletion, landing }),
  merge_failed: z.strictObject({
    ...ofCompletion,
    failure,
    willRetry: z.boolean(),
    branch: z.string(),
    /** The job that does the task again on the new state. */
    reworkJobId: uuid.optional(),
  }),
  base_merge_requested: z.strictObject({ mergeId: uuid, headSha: gitSha, by: z.string() }),
  /** What became of it; `outcome` "merged": the base branch is at `to` now, as seen on the remote. */
  base_merge_settled: z.strictObject({
    mergeId: uuid,
    headSha: gitSha,
    by: z.string(),
    outcome: z.enum(["merged", "already_there", "refused"]),
    from: gitSha.nullable(),
    to: gitSha.nullable(),
    message: z.string(),
    checks: z.enum(["passed", "ungated"]).nullable(),
  }),
  pr_opened: z.strictObject({ url: z.url(), number: z.int().positive(), title: z.string(), reused: z.boolean() }),
  approval_required: z.strictObject({
    approvalId: uuid,
    kind: approvalKind,
    reason: z.string(),
    diffSha: sha256,
    expiresAt: timestamp,
    jobId: uuid.optional(),
    completionId: uuid.optional(),
    requestId: uuid.optional(),
  }),
  approved: z.strictObject({
    approvalId: uuid,
    by: z.string(),
    note: z.string().optional(),
    /** `session`: what comes like this one in the session is approved with it. */
    scope: z.literal("session").optional(),
  }),
  denied: z.strictObject({ approvalId: uuid, by: z.string(), note: z.string().optional() }),
} as const;
