import { z } from "zod";
import { approvalKind } from "../events/landing";
import { sessionId, sha256, timestamp, uuid } from "../ids";
import { byId } from "./common";
import { route } from "./route";

export const approval = z
  .strictObject({
    approvalId: uuid,
    sessionId,
    kind: approvalKind,
    reason: z.string(),
    /** The exact diff or command that is decided on, and its SHA-256: a decision counts for that only. */
    subject: z.string(),
    diffSha: sha256,
    requestId: uuid.nullable(),
    jobId: uuid.nullable(),
    completionId: uuid.nullable(),
    status: z.enum(["pending", "approved", "denied", "expired"]),
    createdAt: timestamp,
    expiresAt: timestamp,
    decidedAt: timestamp.nullable(),
    decidedBy: z.string().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: "Approval" });
export type Approval = z.infer<typeof approval>;

const one = z.strictObject({ ok: z.literal(true), approval });

export const approvalRoutes = {
  create: route({
    method: "POST",
    path: "/approvals",
    summary: "Ask a person to decide; asked again for the same completion and diff, answers the one that exists",
    scope: "emit",
    body: z.strictObject({
      sessionId,
      kind: approvalKind,
      reason: z.string().min(1).max(4_000),
      subject: z.string().max(1_100_000),
      diffSha: sha256,
      requestId: uuid.optional(),
      jobId: uuid.optional(),
      completionId: uuid.optional(),
      expiresInMs: z
        .int()
        .min(1_000)
        .max(30 * 86_400_000)
        .optional(),
    }),
    reply: one,
    status: [201, 200],
  }),
  list: route({
    method: "GET",
    path: "/approvals",
    summary: "Approvals, newest first",
    scope: "read",
    query: z.strictObject({
      status: approval.shape.status.optional(),
      completionId: uuid.optional(),
      limit: z.coerce.number().int().min(1).max(200).optional(),
    }),
    reply: z.strictObject({ ok: z.literal(true), approvals: z.array(approval) }),
  }),
  get: route({
    method: "GET",
    path: "/approvals/:id",
    summary: "One approval; with waitMs, held until it is decided",
    scope: "read",
    params: byId,
    query: z.strictObject({ waitMs: z.coerce.number().int().min(0).max(60_000).optional() }),
    reply: one,
  }),
  decide: route({
    method: "POST",
    path: "/approvals/:id",
    summary: "Approve or deny; the first decision wins",
    scope: "approve",
    params: byId,
    body: z.strictObject({
      decision: z.enum(["approve", "deny"]),
      /**
       * `session`: approves also what comes like this in the same session: the same command or permission, or any
       * landing. Only with "approve".
       */
      scope: z.enum(["once", "session"]).optional(),
      note: z.string().max(4_000).optional(),
      /** The diff that the person saw. When given, it has to be the one that is asked about. */
      diffSha: sha256.optional(),
    }),
    reply: one,
  }),
} as const;
