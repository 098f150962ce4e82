import { z } from "zod";
import { agentChoice, candidateCount, MAX_CANDIDATES } from "../best-of";
import { messageText } from "../events/message";
import { agentId, idempotencyKey, idOrShortId, leaseToken, sessionId, timestamp, uuid, waitMs } from "../ids";
import { jsonObject } from "../json";
import { executionBudgetMs, finalizationBudgetMs, priority, queueWaitBudgetMs } from "../priority";
import { jobKind } from "../task";
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
  itemStatus,
  jobLabels,
  listFields,
  listQuery,
  ok,
  releaseBody,
} from "./common";
import { route } from "./route";

/** What LocalBuddy found out about the repository when the message came. Facts, no instructions. */
export const requestContext = z
  .strictObject({
    branch: z.string().nullable(),
    head: z.string().nullable(),
    dirty: z.boolean(),
    files: z
      .array(z.strictObject({ path: z.string(), lines: z.int().nonnegative(), excerpt: z.string().max(4_000) }))
      .max(50),
    symbols: z.array(z.strictObject({ name: z.string(), path: z.string(), line: z.int().positive() })).max(200),
  })
  .meta({ id: "RequestContext" });
export type RequestContext = z.infer<typeof requestContext>;

/** A request as a claimer gets it: the whole prompt with it. */
export const claimedRequest = z
  .strictObject({
    requestId: uuid,
    sessionId,
    prompt: messageText,
    context: requestContext.nullable(),
    priority,
    queueWaitBudgetMs,
    turnId: z.string().nullable(),
    enqueuedAt: timestamp,
    /** How many candidates the person asked for; null: as configured. */
    bestOf: candidateCount.nullable(),
  })
  .meta({ id: "ClaimedRequest" });
export type ClaimedRequest = z.infer<typeof claimedRequest>;

export const requestRow = z
  .strictObject({
    requestId: uuid,
    sessionId,
    promptPreview: z.string(),
    ...itemFields,
    /** What came of it so far; `open` until the last of its jobs has ended. */
    outcome: z.enum(["open", "answered", "landed", "completed", "failed", "cancelled", "mixed"]),
    jobs: z.array(
      z.strictObject({ jobId: uuid, status: itemStatus, landing: z.enum(["none", "waiting", "landed", "failed"]) }),
    ),
  })
  .meta({ id: "Request" });
export type RequestRow = z.infer<typeof requestRow>;

const planKey = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/);

/** A job as one of those that a plan is made of; `key` names it within the plan. */
export const plannedJob = z
  .strictObject({
    key: planKey,
    taskId: z.string().min(1).max(200),
    kind: jobKind,
    params: jsonObject,
    title: z.string().max(200).optional(),
    priority: priority.optional(),
    labels: jobLabels.optional(),
    executionBudgetMs: executionBudgetMs.optional(),
    finalizationBudgetMs: finalizationBudgetMs.optional(),
    /** Earlier jobs of the plan that it builds on: it starts once their change has landed, and never when one fails. */
    dependsOn: z.array(planKey).max(50).optional(),
    /** Earlier jobs on the same paths that it comes after, well or not, unless they turn out not to touch these. */
    follows: z.array(planKey).max(50).optional(),
    /** The same, for jobs of other requests. */
    comesAfter: z.array(uuid).max(1_000).optional(),
    /** Who does it, each by itself: so many jobs do the same task, and one more chooses. `key` names that one. */
    candidates: z.array(agentChoice).min(2).max(MAX_CANDIDATES).optional(),
  })
  .meta({ id: "PlannedJob" });
export type PlannedJob = z.infer<typeof plannedJob>;

export const requestRoutes = {
  enqueue: route({
    method: "POST",
    path: "/requests/enqueue",
    summary: "Put a person's request into the queue",
    scope: "chat",
    body: z.strictObject({
      sessionId,
      prompt: messageText,
      priority: priority.optional(),
      queueWaitBudgetMs: queueWaitBudgetMs.optional(),
      idempotencyKey: idempotencyKey.optional(),
      context: requestContext.optional(),
      turnId: z.string().max(200).optional(),
      bestOf: candidateCount.optional(),
    }),
    reply: z.strictObject({ ...enqueuedFields, requestId: uuid }),
    status: [201, 200],
  }),
  claim: route({
    method: "POST",
    path: "/requests/claim",
    summary: "Claim the next request, waiting for one up to waitMs",
    scope: "plan",
    body: z.strictObject({ agentId, waitMs: waitMs.optional() }),
    reply: z.strictObject({ ...claimFields, request: claimedRequest }),
  }),
  complete: route({
    method: "POST",
    path: "/requests/:id/complete",
    summary: "Settle a request by answering the person directly",
    scope: "plan",
    params: byId,
    body: z.strictObject({ leaseToken, answer: z.string().min(1).max(100_000) }),
    reply: ok,
  }),
  handOver: route({
    method: "POST",
    path: "/requests/:id/hand_over",
    summary: "Settle a request by all jobs of its plan, in one transaction: all of them, or none",
    scope: "plan",
    params: byId,
    body: z.strictObject({
      leaseToken,
      assistantMessage: z.string().max(100_000).optional(),
      /** In an order in which each comes after what it names. */
      jobs: z.array(plannedJob).min(1).max(50),
    }),
    reply: z.strictObject({ ok: z.literal(true), jobIds: z.array(uuid) }),
  }),
  fail: route({
    method: "POST",
    path: "/requests/:id/fail",
    summary: "Settle a request as failed, or hand it back when its class of failure is retried",
    scope: "plan",
    params: byId,
    body: failBody,
    reply: failReply,
  }),
  heartbeat: route({
    method: "POST",
    path: "/requests/:id/heartbeat",
    summary: "Renew the lease of a request",
    scope: "plan",
    params: byId,
    body: heartbeatBody,
    reply: heartbeatReply,
  }),
  release: route({
    method: "POST",
    path: "/requests/:id/release",
    summary: "Give a request back without counting the attempt",
    scope: "plan",
    params: byId,
    body: releaseBody,
    reply: ok,
  }),
  cancel: route({
    method: "POST",
    path: "/requests/:id/cancel",
    summary: "Cancel a request and all of its jobs that have not landed",
    scope: "chat",
    params: byAnyId,
    body: z.strictObject({}),
    reply: z.strictObject({ ok: z.literal(true), cancelled: z.boolean(), cancelRequested: z.boolean() }),
  }),
  edit: route({
    method: "POST",
    path: "/requests/:id/edit",
    summary: "Change the text of a request that still waits to be planned",
    scope: "chat",
    params: byAnyId,
    body: z.strictObject({ prompt: messageText }),
    reply: ok,
  }),
  move: route({
    method: "POST",
    path: "/requests/:id/move",
    summary: "Change the place of a waiting request: to the front, before another, or into another class",
    scope: "chat",
    params: byAnyId,
    body: z.strictObject({
      /** The class to move to; without it, the one of `before`, or its own. */
      priority: priority.optional(),
      /** Right before this one. */
      before: idOrShortId.optional(),
      /** To the front of the class. */
      first: z.boolean().optional(),
    }),
    reply: z.strictObject({ ...enqueuedFields, requestId: uuid, priority }),
  }),
  redrive: route({
    method: "POST",
    path: "/requests/:id/redrive",
    summary: "Put a failed request back into the queue with fresh attempts",
    scope: "chat",
    params: byAnyId,
    body: z.strictObject({}),
    reply: z.strictObject({ ...enqueuedFields, requestId: uuid }),
  }),
  list: route({
    method: "GET",
    path: "/requests",
    summary: "Requests, newest first, with counts, what waits, and the service level",
    scope: "read",
    query: listQuery,
    reply: z.strictObject({ ...listFields, requests: z.array(requestRow) }),
  }),
  get: route({
    method: "GET",
    path: "/requests/:id",
    summary: "One request with its jobs",
    scope: "read",
    params: byAnyId,
    reply: z.strictObject({ ok: z.literal(true), request: requestRow, prompt: z.string() }),
  }),
} as const;
