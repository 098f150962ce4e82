import { z } from "zod";
import { agentChoice, choice } from "../best-of";
import { eventFrame } from "../envelope";
import { logLine, logStream } from "../events/job";
import { messageText } from "../events/message";
import { diffSummary, evidence, landing, receipt, review } from "../evidence";
import {
  agentId,
  branchName,
  cursor,
  gitSha,
  idempotencyKey,
  leaseToken,
  sessionId,
  timestamp,
  uuid,
  waitMs,
} from "../ids";
import { jsonObject } from "../json";
import { lane, targetPath } from "../plan";
import { executionBudgetMs, finalizationBudgetMs, priority } from "../priority";
import { jobKind } from "../task";
import { approval } from "./approvals";
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
  jobLabels,
  listFields,
  listQuery,
  ok,
  releaseBody,
} from "./common";
import { route } from "./route";

/**
 * When a job may start after those it depends on: once their worker is done (`completed`),
 * once their change is on the integration branch (`landed`), or once they are over, well or not (`ended`).
 */
export const startWhen = z.enum(["completed", "landed", "ended"]);

/** Where the change of a job is: no change to land, on its way, on the integration branch, or refused. */
export const landingState = z.enum(["none", "waiting", "landed", "failed"]);

/** What a person says to a job while it runs. */
export const jobMessage = z
  .strictObject({
    id: z.int().positive(),
    ts: timestamp,
    text: messageText,
    /** The question of the job that it answers; null when nothing was asked. */
    answers: z.string().nullable(),
  })
  .meta({ id: "JobMessage" });
export type JobMessage = z.infer<typeof jobMessage>;

export const claimedJob = z
  .strictObject({
    jobId: uuid,
    taskId: z.string(),
    sessionId,
    requestId: uuid.nullable(),
    kind: jobKind,
    /** Checked against the schema of its kind when it was enqueued. */
    params: jsonObject,
    priority,
    executionBudgetMs,
    finalizationBudgetMs,
    turnId: z.string().nullable(),
    /** What was said to it so far, the first 100; further ones come with its heartbeats. */
    messages: z.array(jobMessage).max(100),
    /** The approval that it was parked for, once it is decided. */
    approval: approval.nullable(),
  })
  .meta({ id: "ClaimedJob" });
export type ClaimedJob = z.infer<typeof claimedJob>;

export const jobRow = z
  .strictObject({
    jobId: uuid,
    taskId: z.string(),
    sessionId,
    requestId: uuid.nullable(),
    kind: jobKind,
    lane: lane.nullable(),
    title: z.string(),
    ...itemFields,
    landing: landingState,
    landingFailure: itemFields.failure,
    completionId: uuid.nullable(),
    branch: z.string().nullable(),
    commitSha: gitSha.nullable(),
    landedSha: gitSha.nullable(),
    summary: z.string().nullable(),
    /** What it has asked, while it waits for the answer. */
    question: z.string().nullable(),
    /** Jobs that it still waits for. */
    waitsFor: z.array(uuid),
    /** The job that chooses among it and others that do the same task; null for a job of its own. */
    candidateOf: uuid.nullable(),
  })
  .meta({ id: "Job" });
export type JobRow = z.infer<typeof jobRow>;

/** A change that is to be compared with others before one of them is landed. */
export const candidateResult = z
  .strictObject({
    commitSha: gitSha,
    branch: branchName,
    message: z.string().min(1).max(20_000),
    prTitle: z.string().max(300),
    prBody: z.string().max(60_000),
    evidence,
  })
  .meta({ id: "CandidateResult" });
export type CandidateResult = z.infer<typeof candidateResult>;

/** One of several jobs that do the same task. */
export const candidateRow = z
  .strictObject({
    number: z.int().positive(),
    /** Who does it; null: the agent that is configured. */
    agent: agentChoice.nullable(),
    job: jobRow,
    /** Null until it has made a change that stands. */
    result: candidateResult.nullable(),
  })
  .meta({ id: "Candidate" });
export type CandidateRow = z.infer<typeof candidateRow>;

export const logQuery = z.strictObject({
  afterId: z.coerce.number().int().nonnegative().optional(),
  limit: z.coerce.number().int().min(1).max(5_000).optional(),
  /** Hold the answer until there is a line after `afterId` or the job has ended. */
  waitMs: z.coerce.number().int().min(0).max(60_000).optional(),
});

export const jobRoutes = {
  enqueue: route({
    method: "POST",
    path: "/jobs/enqueue",
    summary: "Put a job into the queue; with `request`, settle that request in the same transaction",
    scope: "plan",
    body: z.strictObject({
      taskId: z.string().min(1).max(200),
      sessionId,
      kind: jobKind,
      params: jsonObject,
      title: z.string().max(200).optional(),
      priority: priority.optional(),
      targetWorkerId: agentId.optional(),
      labels: jobLabels.optional(),
      dependsOn: z.array(uuid).max(1_000).optional(),
      startWhen: startWhen.optional(),
      executionBudgetMs: executionBudgetMs.optional(),
      finalizationBudgetMs: finalizationBudgetMs.optional(),
      idempotencyKey: idempotencyKey.optional(),
      /** The claim that this job comes from. Give it with the last job of a request. */
      request: z
        .strictObject({ id: uuid, leaseToken, assistantMessage: z.string().max(100_000).optional() })
        .optional(),
    }),
    reply: z.strictObject({ ...enqueuedFields, jobId: uuid }),
    status: [201, 200],
  }),
  overlaps: route({
    method: "POST",
    path: "/jobs/overlaps",
    summary: "The unfinished jobs that a job on these paths has to come after",
    scope: "plan",
    body: z.strictObject({ targetPaths: z.array(targetPath).max(5_000) }),
    reply: z.strictObject({ ok: z.literal(true), jobIds: z.array(uuid) }),
  }),
  claim: route({
    method: "POST",
    path: "/jobs/claim",
    summary: "Claim the next job, waiting for one up to waitMs",
    scope: "work",
    body: z.strictObject({
      workerId: agentId,
      /** What this worker has: it gets jobs that ask for nothing else. */
      labels: z.array(z.string().max(100)).max(20).optional(),
      waitMs: waitMs.optional(),
    }),
    reply: z.strictObject({ ...claimFields, job: claimedJob }),
  }),
  log: route({
    method: "POST",
    path: "/jobs/:id/log",
    summary: "Add lines to the log of a claimed job",
    scope: "work",
    params: byId,
    body: z.union([
      z.strictObject({
        leaseToken,
        lines: z
          .array(z.strictObject({ stream: logStream, line: z.string().max(16_000) }))
          .min(1)
          .max(1_000),
      }),
      z.strictObject({ leaseToken, message: z.string().max(16_000) }),
    ]),
    reply: ok,
  }),
  preview: route({
    method: "POST",
    path: "/jobs/:id/preview",
    summary: "Show what a claimed job has committed so far, before it is proven",
    scope: "work",
    params: byId,
    body: evidence.omit({ validation: true, review: true }).extend({ leaseToken, commitSha: gitSha }),
    reply: ok,
  }),
  logs: route({
    method: "GET",
    path: "/jobs/:id/logs",
    summary: "Lines of a job's log, oldest first",
    scope: "read",
    params: byAnyId,
    query: logQuery,
    reply: z.strictObject({
      ok: z.literal(true),
      jobId: uuid,
      logs: z.array(logLine),
      /** `afterId` of the next page. */
      cursor: z.int().nonnegative(),
      /** True when the job has ended and no line follows. */
      ended: z.boolean(),
    }),
  }),
  changed: route({
    method: "POST",
    path: "/jobs/:id/changed",
    summary: "Tell what a claimed job has really changed so far; hear which changes on the same files come before it",
    scope: "work",
    params: byId,
    body: z.strictObject({ leaseToken, commitSha: gitSha, diff: diffSummary }),
    reply: z.strictObject({
      ok: z.literal(true),
      /** Changes that were committed before this one and have not landed yet, oldest first; at most 20. */
      ahead: z.array(z.strictObject({ jobId: uuid, commitSha: gitSha, branch: branchName.nullable() })),
    }),
  }),
  yield: route({
    method: "POST",
    path: "/jobs/:id/yield",
    summary:
      "Give a job back until these are over, since its change is at odds with theirs; the attempt does not count",
    scope: "work",
    params: byId,
    body: z.strictObject({ leaseToken, after: z.array(uuid).min(1).max(20) }),
    reply: ok,
  }),
  complete: route({
    method: "POST",
    path: "/jobs/:id/complete",
    summary: "Settle a job that has nothing to land, or, as a candidate, does not land it itself",
    scope: "work",
    params: byId,
    body: z.strictObject({
      leaseToken,
      summary: z.string().max(20_000),
      receipts: z.array(receipt).max(40).optional(),
      /** Of a candidate: its change. */
      result: candidateResult.optional(),
    }),
    reply: ok,
  }),
  fail: route({
    method: "POST",
    path: "/jobs/:id/fail",
    summary: "Settle a job as failed, or hand it back when its class of failure is retried",
    scope: "work",
    params: byId,
    body: failBody,
    reply: failReply,
  }),
  heartbeat: route({
    method: "POST",
    path: "/jobs/:id/heartbeat",
    summary: "Renew the lease of a job; hear of a cancel, and of what a person says to it",
    scope: "work",
    params: byId,
    body: heartbeatBody.extend({
      /** The last message that this attempt has got; 0 or nothing for all of them. */
      messagesAfter: z.int().nonnegative().optional(),
    }),
    reply: heartbeatReply.extend({ messages: z.array(jobMessage) }),
  }),
  release: route({
    method: "POST",
    path: "/jobs/:id/release",
    summary: "Give a job back without counting the attempt, or park it until an approval is decided",
    scope: "work",
    params: byId,
    body: releaseBody,
    reply: ok,
  }),
  message: route({
    method: "POST",
    path: "/jobs/:id/message",
    summary: "Say something to a job that is not over: its agent gets it; a job that has asked goes on with it",
    scope: "chat",
    params: byAnyId,
    body: z.strictObject({ text: messageText, idempotencyKey: idempotencyKey.optional() }),
    reply: z.strictObject({ ok: z.literal(true), jobId: uuid }),
  }),
  ask: route({
    method: "POST",
    path: "/jobs/:id/ask",
    summary: "Ask the person, and give the job back until there is an answer: it holds no worker meanwhile",
    scope: "work",
    params: byId,
    body: z.strictObject({ leaseToken, question: z.string().min(1).max(20_000) }),
    reply: ok,
  }),
  cancel: route({
    method: "POST",
    path: "/jobs/:id/cancel",
    summary: "Cancel a job: at once when it waits, by its worker when it runs",
    scope: "chat",
    params: byAnyId,
    body: z.strictObject({}),
    reply: z.strictObject({ ok: z.literal(true), cancelled: z.boolean(), cancelRequested: z.boolean() }),
  }),
  redrive: route({
    method: "POST",
    path: "/jobs/:id/redrive",
    summary: "Put a failed job back into the queue with fresh attempts",
    scope: "chat",
    params: byAnyId,
    body: z.strictObject({}),
    reply: z.strictObject({ ...enqueuedFields, jobId: uuid }),
  }),
  list: route({
    method: "GET",
    path: "/jobs",
    summary: "Jobs, newest first, with counts, what waits, and the service level",
    scope: "read",
    query: listQuery.extend({
      requestId: uuid.optional(),
      /** The worker that has it, or had it last. */
      workerId: agentId.optional(),
    }),
    reply: z.strictObject({ ...listFields, jobs: z.array(jobRow) }),
  }),
  get: route({
    method: "GET",
    path: "/jobs/:id",
    summary: "One job with its evidence",
    scope: "read",
    params: byAnyId,
    reply: z.strictObject({
      ok: z.literal(true),
      job: jobRow,
      params: jsonObject,
      receipts: z.array(receipt),
      /** What the critic said of its change; null where none was asked. */
      review: review.nullable(),
      landed: landing.nullable(),
    }),
  }),
  events: route({
    method: "GET",
    path: "/jobs/:id/events",
    summary: "The events that tell of one job, oldest first",
    scope: "read",
    params: byAnyId,
    query: z.strictObject({
      /** Events after this cursor of the job's session. */
      after: z.coerce.number().int().nonnegative().optional(),
      limit: z.coerce.number().int().min(1).max(1_000).optional(),
    }),
    reply: z.strictObject({
      ok: z.literal(true),
      jobId: uuid,
      events: z.array(eventFrame),
      /** `after` of the next page; null on the last. */
      next: cursor.nullable(),
    }),
  }),
  candidates: route({
    method: "GET",
    path: "/jobs/:id/candidates",
    summary: "The candidates of a choosing job (or of the one that a candidate belongs to), and what was chosen",
    scope: "read",
    params: byAnyId,
    reply: z.strictObject({
      ok: z.literal(true),
      jobId: uuid,
      candidates: z.array(candidateRow),
      choice: choice.nullable(),
    }),
  }),
  diff: route({
    method: "GET",
    path: "/jobs/:id/diff",
    summary: "What a job changed, as a unified diff; of a job that runs, what it has committed so far",
    scope: "read",
    params: byAnyId,
    reply: z.strictObject({
      ok: z.literal(true),
      jobId: uuid,
      commitSha: gitSha,
      diff: diffSummary,
      patch: z.string(),
      truncated: z.boolean(),
    }),
  }),
} as const;
