import { z } from "zod";
import { envelope } from "../envelope";
import { evidence, landing } from "../evidence";
import { agentId, cursor, durationMs, gitSha, sessionId, timestamp, uuid } from "../ids";
import { landingStatus } from "../landing-status";
import { scope } from "../scopes";
import { PROTOCOL_VERSION } from "../version";
import { ok, pendingSnapshot, priorityCounts, slo, sloSeries, statusCounts } from "./common";
import { completionRow } from "./completions";
import { jobRow } from "./jobs";
import { needsYou } from "./needs-you";
import { requestRow } from "./requests";
import { route } from "./route";
import { workerRow } from "./workers";

export const queueStatus = z
  .strictObject({
    counts: statusCounts,
    priorityCounts,
    /** The first in line, with position and ETA. */
    pending: pendingSnapshot,
    oldestWaitMs: durationMs.nullable(),
    slo,
  })
  .meta({ id: "QueueStatus" });
export type QueueStatus = z.infer<typeof queueStatus>;

/** `online` false: not heard of since `lastSeenAt`. */
export const reportedLanding = landingStatus.extend({ workerId: agentId, online: z.boolean(), lastSeenAt: timestamp });
export type ReportedLanding = z.infer<typeof reportedLanding>;

export const systemStatus = z
  .strictObject({
    ok: z.literal(true),
    ts: timestamp,
    startedAt: timestamp,
    protocolVersion: z.literal(PROTOCOL_VERSION),
    workers: z.array(workerRow),
    queues: z.strictObject({ requests: queueStatus, jobs: queueStatus, completions: queueStatus }),
    /**
     * How landings go, as SourceControlManager last told. Null when none has ever reported. What waits for it is in
     * `queues.completions`.
     */
    landing: reportedLanding.nullable(),
  })
  .meta({ id: "SystemStatus" });
export type SystemStatus = z.infer<typeof systemStatus>;

/** That an event was written, or that something changed that is no event of a session. */
export const pulse = z
  .strictObject({
    /** Null for what belongs to no session. */
    sessionId: sessionId.nullable(),
    /** The cursor of the event; 0 where there is none. */
    cursor,
    /** An event's type, `draft_changed`, `needs_you_changed`, `grants_changed`, or `notified`. */
    type: z.string(),
  })
  .meta({ id: "Pulse" });
export type Pulse = z.infer<typeof pulse>;

export const systemRoutes = {
  health: route({
    method: "GET",
    path: "/healthz",
    summary: "Whether the server is up",
    scope: null,
    reply: z.strictObject({ ok: z.literal(true), protocolVersion: z.literal(PROTOCOL_VERSION) }),
  }),
  me: route({
    method: "GET",
    path: "/me",
    summary: "Who this token is, and what it may do",
    scope: "read",
    reply: z.strictObject({
      ok: z.literal(true),
      kind: z.enum(["role", "device"]),
      /** Null for a role. */
      deviceId: uuid.nullable(),
      name: z.string(),
      scopes: z.array(scope),
    }),
  }),
  status: route({
    method: "GET",
    path: "/system/status",
    summary: "Workers, queues and the service level of 24 hours",
    scope: "read",
    reply: systemStatus,
  }),
  landing: route({
    method: "GET",
    path: "/system/landing",
    summary: "How landings go, as SourceControlManager last told; null when none has ever reported",
    scope: "read",
    reply: z.strictObject({ ok: z.literal(true), landing: reportedLanding.nullable() }),
  }),
  pulse: route({
    method: "GET",
    path: "/pulse",
    summary: "That something happened, in any session, from now on: for refreshing what is shown. Without replay",
    scope: "read",
    reply: pulse,
    produces: "sse",
  }),
  needsYou: route({
    method: "GET",
    path: "/needs-you",
    summary: "What waits for a person: approvals, questions, and failures that nobody has dismissed",
    scope: "read",
    reply: needsYou,
  }),
  dismiss: route({
    method: "POST",
    path: "/needs-you/dismiss",
    summary: "Let failures leave the list of what waits for a person, on every device",
    scope: "chat",
    body: z.strictObject({ ids: z.array(uuid).min(1).max(200) }),
    reply: ok,
  }),
  series: route({
    method: "GET",
    path: "/system/series",
    summary: "The service level of 24 hours in equal parts, oldest first",
    scope: "read",
    query: z.strictObject({ buckets: z.coerce.number().int().min(1).max(288).optional() }),
    reply: z.strictObject({
      ok: z.literal(true),
      fromTs: timestamp,
      bucketMs: durationMs,
      queues: z.strictObject({ requests: sloSeries, jobs: sloSeries, completions: sloSeries }),
    }),
  }),
  auditVerify: route({
    method: "GET",
    path: "/audit/verify",
    summary: "Recompute the hash chain of a session's events, or of all sessions",
    scope: "read",
    query: z.strictObject({ sessionId: sessionId.optional() }),
    reply: z.strictObject({
      ok: z.literal(true),
      intact: z.boolean(),
      sessions: z.int().nonnegative(),
      events: z.int().nonnegative(),
      broken: z.array(z.strictObject({ sessionId, cursor })),
    }),
  }),
  auditExport: route({
    method: "GET",
    path: "/audit/export",
    summary: "All durable events of a session, one JSON object a line, with their hashes",
    scope: "read",
    query: z.strictObject({ sessionId }),
    reply: z.strictObject({ cursor, hash: z.string(), envelope }),
    produces: "ndjson",
  }),
  auditExplain: route({
    method: "GET",
    path: "/audit/explain",
    summary: "From a commit on the integration branch to the message, plan, evidence and landing that made it",
    scope: "read",
    query: z.strictObject({ commit: gitSha }),
    reply: z.strictObject({
      ok: z.literal(true),
      request: requestRow.nullable(),
      prompt: z.string().nullable(),
      job: jobRow,
      completion: completionRow,
      evidence: evidence.nullable(),
      landed: landing.nullable(),
      events: z.array(z.strictObject({ cursor, envelope })).max(500),
    }),
  }),
} as const;
