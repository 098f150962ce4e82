import { z } from "zod";
import { choice } from "../best-of";
import { evidence, landing } from "../evidence";
import { agentId, branchName, gitSha, idempotencyKey, leaseToken, sessionId, uuid, waitMs } from "../ids";
import { priority } from "../priority";
import {
  byAnyId,
  byId,
  claimFields,
  enqueuedFields,
  failBody,
  failReply,
  heartbeatBody,
  heartbeatReply,
  itemFields,
  listFields,
  listQuery,
  ok,
  releaseBody,
} from "./common";
import { route } from "./route";

const commitMessage = z.string().min(1).max(20_000);

export const claimedCompletion = z
  .strictObject({
    completionId: uuid,
    jobId: uuid,
    requestId: uuid.nullable(),
    sessionId,
    workerId: agentId,
    commitSha: gitSha,
    branch: branchName,
    message: commitMessage,
    prTitle: z.string().nullable(),
    prBody: z.string().nullable(),
    /** Base, tree and diff of the job; null when the worker sent none. */
    evidence: evidence.nullable(),
    priority,
    turnId: z.string().nullable(),
    /** The approval that this completion was parked for, once it is decided. */
    approvalId: uuid.nullable(),
  })
  .meta({ id: "ClaimedCompletion" });
export type ClaimedCompletion = z.infer<typeof claimedCompletion>;

export const completionRow = z
  .strictObject({
    completionId: uuid,
    jobId: uuid,
    requestId: uuid.nullable(),
    sessionId,
    ...itemFields,
    commitSha: gitSha,
    branch: z.string(),
    title: z.string(),
    landed: landing.nullable(),
  })
  .meta({ id: "Completion" });
export type CompletionRow = z.infer<typeof completionRow>;

export const completionRoutes = {
  enqueue: route({
    method: "POST",
    path: "/completions/enqueue",
    summary: "Hand a finished change over for landing; with `job`, settle that job in the same transaction",
    scope: "work",
    body: z.strictObject({
      jobId: uuid,
      sessionId,
      commitSha: gitSha,
      branch: branchName,
      message: commitMessage,
      prTitle: z.string().max(300).optional(),
      prBody: z.string().max(60_000).optional(),
      evidence: evidence.optional(),
      idempotencyKey: idempotencyKey.optional(),
      job: z.strictObject({ id: uuid, leaseToken, summary: z.string().max(20_000) }).optional(),
      /** Of a choosing job: which candidate's change this is. */
      choice: choice.optional(),
    }),
    reply: z.strictObject({ ...enqueuedFields, completionId: uuid }),
    status: [201, 200],
  }),
  claim: route({
    method: "POST",
    path: "/completions/claim",
    summary: "Claim the next completion, waiting for one up to waitMs",
    scope: "land",
    body: z.strictObject({ pusherId: agentId, waitMs: waitMs.optional() }),
    reply: z.strictObject({ ...claimFields, completion: claimedCompletion }),
  }),
  processed: route({
    method: "POST",
    path: "/completions/:id/processed",
    summary: "Settle a completion whose change was seen on the integration branch",
    scope: "land",
    params: byId,
    body: z.strictObject({ leaseToken, landed: landing }),
    reply: ok,
  }),
  fail: route({
    method: "POST",
    path: "/completions/:id/fail",
    summary: "Settle a completion as not landed, or hand it back when its class of failure is retried",
    scope: "land",
    params: byId,
    body: failBody,
    reply: failReply,
  }),
  heartbeat: route({
    method: "POST",
    path: "/completions/:id/heartbeat",
    summary: "Renew the lease of a completion",
    scope: "land",
    params: byId,
    body: heartbeatBody,
    reply: heartbeatReply,
  }),
  release: route({
    method: "POST",
    path: "/completions/:id/release",
    summary: "Give a completion back, or park it until an approval is decided",
    scope: "land",
    params: byId,
    body: releaseBody,
    reply: ok,
  }),
  carried: route({
    method: "POST",
    path: "/completions/carried",
    summary:
      "Tell which landed commits stand on the integration branch as which, after it was rebased onto the base branch",
    scope: "land",
    body: z.strictObject({ commits: z.array(z.strictObject({ from: gitSha, to: gitSha })).max(1_000) }),
    reply: ok,
  }),
  redrive: route({
    method: "POST",
    path: "/completions/:id/redrive",
    summary: "Put a failed completion back into the queue with fresh attempts",
    scope: "chat",
    params: byAnyId,
    body: z.strictObject({}),
    reply: z.strictObject({ ...enqueuedFields, completionId: uuid }),
  }),
  list: route({
    method: "GET",
    path: "/completions",
    summary: "Completions, newest first, with counts, what waits, and the service level",
    scope: "read",
    query: listQuery,
    reply: z.strictObject({ ...listFields, completions: z.array(completionRow) }),
  }),
  get: route({
    method: "GET",
    path: "/completions/:id",
    summary: "One completion",
    scope: "read",
    params: byAnyId,
    reply: z.strictObject({ ok: z.literal(true), completion: completionRow }),
  }),
} as const;
