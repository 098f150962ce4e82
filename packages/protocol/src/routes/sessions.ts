import { z } from "zod";
import { envelopeContext, eventFrame } from "../envelope";
import { commandType } from "../events/index";
import { approvalKind } from "../events/landing";
import { draft, messageText } from "../events/message";
import { cursor, idempotencyKey, sessionId, timestamp, uuid } from "../ids";
import { jsonObject } from "../json";
import { PROTOCOL_VERSION } from "../version";
import { route } from "./route";

const bySession = z.strictObject({ id: sessionId });

const streamQuery = z.strictObject({
  /** Events after this cursor. `Last-Event-ID` wins when both are given. */
  after: z.coerce.number().int().nonnegative().optional(),
  /** `false` ends the stream once it has caught up. */
  follow: z.enum(["true", "false"]).optional(),
});

const sent = z.strictObject({ ok: z.literal(true), eventId: uuid, cursor });

export const sessionRow = z
  .strictObject({
    sessionId,
    createdAt: timestamp,
    lastEventAt: timestamp.nullable(),
    cursor,
    /** The start of its first request, or of its first message; null while there is none. */
    title: z.string().nullable(),
    /** Requests that are not over. */
    openRequests: z.int().nonnegative(),
    /** Approvals and questions that wait for a person. */
    needsYou: z.int().nonnegative(),
  })
  .meta({ id: "Session" });
export type SessionRow = z.infer<typeof sessionRow>;

const draftReply = z.strictObject({ ok: z.literal(true), ...draft.shape });

/** A standing approval for what comes in a session. */
export const approvalGrant = z
  .strictObject({ kind: approvalKind, subject: z.string(), by: z.string(), createdAt: timestamp })
  .meta({ id: "ApprovalGrant" });

export const sessionRoutes = {
  create: route({
    method: "POST",
    path: "/sessions",
    summary: "Create a session, or join the one of that name",
    scope: "chat",
    body: z.strictObject({ sessionId: sessionId.optional() }),
    reply: z.strictObject({ ok: z.literal(true), sessionId, protocolVersion: z.literal(PROTOCOL_VERSION) }),
    status: [201, 200],
  }),
  list: route({
    method: "GET",
    path: "/sessions",
    summary: "Sessions, the last active first",
    scope: "read",
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).optional() }),
    reply: z.strictObject({ ok: z.literal(true), sessions: z.array(sessionRow) }),
  }),
  events: route({
    method: "GET",
    path: "/sessions/:id/events",
    summary: "Server-sent events from a cursor, then live",
    scope: "read",
    params: bySession,
    query: streamQuery,
    reply: eventFrame,
    produces: "sse",
  }),
  ws: route({
    method: "GET",
    path: "/sessions/:id/ws",
    summary: "The same stream over a WebSocket",
    scope: "read",
    params: bySession,
    query: streamQuery,
    reply: eventFrame,
    produces: "websocket",
  }),
  message: route({
    method: "POST",
    path: "/sessions/:id/message",
    summary: "Write a person's message into a session",
    scope: "chat",
    params: bySession,
    body: z.strictObject({
      text: messageText,
      idempotencyKey: idempotencyKey.optional(),
      turnId: z.string().max(200).optional(),
      /** An answer that needed no planner, written right after the message in the same transaction. */
      answer: z.strictObject({ text: z.string().max(200_000), rule: z.string().max(100) }).optional(),
    }),
    reply: sent,
  }),
  draft: route({
    method: "GET",
    path: "/sessions/:id/draft",
    summary: "What is being written in a session, shared by all devices",
    scope: "chat",
    params: bySession,
    reply: draftReply,
  }),
  saveDraft: route({
    method: "PUT",
    path: "/sessions/:id/draft",
    summary: "Keep what is being written; the last one to write wins, and the other devices hear of it",
    scope: "chat",
    params: bySession,
    body: z.strictObject({
      text: draft.shape.text,
      /** The revision that the device wrote on. When that is not the last one any more, what it replaced is answered. */
      revision: z.int().nonnegative().optional(),
    }),
    reply: draftReply.extend({
      /** Of another device, and lost by this writing: the device may offer it to its person. */
      replaced: z.string().optional(),
    }),
  }),
  grants: route({
    method: "GET",
    path: "/sessions/:id/grants",
    summary: "What was approved for the whole session",
    scope: "read",
    params: bySession,
    reply: z.strictObject({ ok: z.literal(true), grants: z.array(approvalGrant) }),
  }),
  revokeGrants: route({
    method: "DELETE",
    path: "/sessions/:id/grants",
    summary: "Take back what was approved for the whole session: the next one is asked about again",
    scope: "approve",
    params: bySession,
    reply: z.strictObject({ ok: z.literal(true), revoked: z.int().nonnegative() }),
  }),
  stop: route({
    method: "POST",
    path: "/sessions/:id/stop",
    summary: "Cancel all requests of a session that are not over, with their jobs",
    scope: "chat",
    params: bySession,
    body: z.strictObject({}),
    reply: z.strictObject({
      ok: z.literal(true),
      /** Requests that are over by it. */
      cancelled: z.int().nonnegative(),
      /** Requests of which something still runs, and was told to stop. */
      cancelRequested: z.int().nonnegative(),
    }),
  }),
  command: route({
    method: "POST",
    path: "/sessions/:id/command",
    summary: "Write an event that only its sender knows of",
    scope: "emit",
    params: bySession,
    body: envelopeContext.extend({
      type: commandType,
      payload: jsonObject,
      idempotencyKey: idempotencyKey.optional(),
    }),
    reply: sent,
  }),
} as const;
