import { z } from "zod";
import { failure } from "../failures";
import { agentId, durationMs, idOrShortId, leaseToken, timestamp, uuid, waitMs } from "../ids";
import { PRIORITIES } from "../priority";

/** States of an item in a queue. `blocked`: waits for other jobs, an approval, or its back-off to pass. */
export const ITEM_STATUSES = ["blocked", "pending", "claimed", "completed", "failed", "cancelled"] as const;
export const itemStatus = z.enum(ITEM_STATUSES).meta({ id: "ItemStatus" });
export type ItemStatus = z.infer<typeof itemStatus>;

export const ok = z.strictObject({ ok: z.literal(true) }).meta({ id: "Ok" });

export const byId = z.strictObject({ id: uuid });
export const byAnyId = z.strictObject({ id: idOrShortId });

export const lease = z
  .strictObject({ token: leaseToken, expiresAt: timestamp, attempt: z.int().positive() })
  .meta({ id: "Lease" });
export type Lease = z.infer<typeof lease>;

/** Fields of every item of a queue. */
export const itemFields = {
  status: itemStatus,
  /** The class it is in now; a promotion raises it. */
  priority: z.enum(PRIORITIES),
  enqueuedAt: timestamp,
  claimedAt: timestamp.nullable(),
  finishedAt: timestamp.nullable(),
  attempts: z.int().nonnegative(),
  maxAttempts: z.int().positive(),
  claimedBy: agentId.nullable(),
  cancelRequested: z.boolean(),
  /** Place among those that wait, from 1; null when it does not wait. */
  queuePosition: z.int().positive().nullable(),
  /** Expected time until it is claimed; null when it does not wait. */
  etaMs: durationMs.nullable(),
  failure: failure.nullable(),
} as const;

export const listQuery = z.strictObject({
  status: itemStatus.optional(),
  sessionId: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
  /** Rows older than this one: `next` of the page before. */
  before: z.coerce.number().int().positive().optional(),
});

/** What a worker has to have, all of it, to be given a job. */
export const jobLabels = z.array(z.string().min(1).max(100)).max(20);

export const statusCounts = z.record(itemStatus, z.int().nonnegative());
export const priorityCounts = z.record(z.enum(PRIORITIES), z.int().nonnegative());

export const pendingSnapshot = z.array(
  z.strictObject({
    id: uuid,
    sessionId: z.string(),
    priority: z.enum(PRIORITIES),
    title: z.string(),
    queuePosition: z.int().positive(),
    etaMs: durationMs,
    waitedMs: durationMs,
  }),
);

/** p50 and p95 in milliseconds; null without samples. */
export const percentiles = z.strictObject({ p50: z.number().nullable(), p95: z.number().nullable() });
export type Percentiles = z.infer<typeof percentiles>;

/** Service level over the last 24 hours. Rates are shares from 0 to 1; null without samples. */
export const slo = z
  .strictObject({
    windowMs: durationMs,
    finished: z.int().nonnegative(),
    successRate: z.number().min(0).max(1).nullable(),
    /** Share that ended in `execution_timeout` or `finalization_timeout`. */
    timeoutRate: z.number().min(0).max(1).nullable(),
    queueWaitMs: percentiles,
    runtimeMs: percentiles,
    /** How far the ETA given at the enqueue was from the wait that followed. */
    etaErrorMs: percentiles,
  })
  .meta({ id: "Slo" });
export type Slo = z.infer<typeof slo>;

/** One part of the window of the service level. */
const sloBucket = z.strictObject({
  ts: timestamp,
  finished: z.int().nonnegative(),
  succeeded: z.int().nonnegative(),
  timedOut: z.int().nonnegative(),
  queueWaitMs: percentiles,
  runtimeMs: percentiles,
});
export type SloBucket = z.infer<typeof sloBucket>;
export const sloSeries = z.array(sloBucket);

/** What all three lists have beside their rows. */
export const listFields = {
  ok: z.literal(true),
  /** `before` of the next page; null on the last. */
  next: z.int().positive().nullable(),
  counts: statusCounts,
  priorityCounts,
  pending: pendingSnapshot,
  slo,
} as const;

/** Bodies of the settlements that all three queues share. */
export const heartbeatBody = z.strictObject({
  leaseToken,
  /** Hold the answer until a cancel is asked for, at most this long: so a cancel is heard at once. */
  waitMs: waitMs.optional(),
});
export const heartbeatReply = z.strictObject({
  ok: z.literal(true),
  expiresAt: timestamp,
  cancelRequested: z.boolean(),
});

export const failBody = z.strictObject({ leaseToken, failure });
export const failReply = z.strictObject({
  ok: z.literal(true),
  /** False when the failure is of a class that is tried again. */
  terminal: z.boolean(),
  retryAt: timestamp.nullable(),
});

/** Give an item back unharmed: the attempt is not counted. */
export const releaseBody = z.strictObject({
  leaseToken,
  reason: z.string().max(1_000).optional(),
  /** Not before this long. */
  afterMs: z.int().min(0).max(86_400_000).optional(),
  /** Not before this approval is decided. */
  approvalId: uuid.optional(),
});

/** Reply of a claim that waited in vain is the refusal `nothing_pending`. */
export const claimFields = { ok: z.literal(true), queueWaitMs: durationMs, lease } as const;

export const enqueuedFields = {
  ok: z.literal(true),
  queuePosition: z.int().positive(),
  etaMs: durationMs,
} as const;
