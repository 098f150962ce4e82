import { z } from "zod";
import { messageText } from "./events/message";
import { branchName, durationMs, gitSha, idempotencyKey, repoPath, sessionId, timestamp, uuid } from "./ids";
import { priority, queueWaitBudgetMs } from "./priority";
import { approval } from "./routes/approvals";
import { route } from "./routes/route";
import { systemRoutes } from "./routes/system";

/** How a message ended at the front desk: answered there, or put into the queue. */
export const intakeResult = z
  .discriminatedUnion("mode", [
    z.strictObject({ mode: z.literal("local"), rule: z.string(), sessionId, turnId: z.string() }),
    z.strictObject({
      mode: z.literal("remote"),
      rule: z.string(),
      sessionId,
      turnId: z.string(),
      requestId: uuid,
      priority,
      queuePosition: z.int().positive(),
      etaMs: durationMs,
    }),
  ])
  .meta({ id: "IntakeResult" });
export type IntakeResult = z.infer<typeof intakeResult>;

/** One event of the answer to a message. `complete` or `error` is always the last. */
export const intakeEvent = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("status"), message: z.string() }),
    z.strictObject({ type: z.literal("complete"), message: z.string(), data: intakeResult }),
    z.strictObject({
      type: z.literal("error"),
      message: z.string(),
      data: z.strictObject({ code: z.string(), retryable: z.boolean() }),
    }),
  ])
  .meta({ id: "IntakeEvent" });
export type IntakeEvent = z.infer<typeof intakeEvent>;

/** One slash command, for the help and for completion while somebody types. */
export const slashCommand = z
  .strictObject({
    /** With its slash. */
    name: z.string(),
    /** Its first line as one would type it, `<…>` for what has to be given and `[…]` for what may be. */
    form: z.string(),
    summary: z.string(),
    example: z.string(),
    /** Answered at the desk, or work for the team. */
    by: z.enum(["localbuddy", "team"]),
    /** Whether a fenced block has to follow. */
    block: z.boolean(),
  })
  .meta({ id: "SlashCommand" });
export type SlashCommand = z.infer<typeof slashCommand>;

/** A branch or a commit of Push Pals' own copy of the repository; the integration branch, else the base branch, if none. */
const revision = z.union([gitSha, branchName]);

/** Who wrote a line, and where Push Pals landed it: from message and plan to evidence, approval and landing. */
export const lineOrigin = z
  .strictObject({
    ok: z.literal(true),
    path: repoPath,
    line: z.int().positive(),
    /** The commit that was looked at. */
    rev: gitSha,
    /** The line itself. */
    text: z.string(),
    /** The commit that the line comes from. */
    commitSha: gitSha,
    author: z.string(),
    committedAt: timestamp,
    subject: z.string(),
    /** As `/audit/explain` tells it; null for a commit that Push Pals did not land. */
    landed: systemRoutes.auditExplain.reply.nullable(),
    approvals: z.array(approval),
  })
  .meta({ id: "LineOrigin" });
export type LineOrigin = z.infer<typeof lineOrigin>;

export const localbuddyRoutes = {
  commands: route({
    method: "GET",
    path: "/commands",
    summary: "Every slash command with its form, for completion",
    scope: "chat",
    reply: z.strictObject({ ok: z.literal(true), commands: z.array(slashCommand) }),
  }),
  why: route({
    method: "GET",
    path: "/why",
    summary: "Why a line is there: its commit, and the message, plan, evidence, checks and approval that made it",
    scope: "chat",
    query: z.strictObject({
      path: repoPath,
      line: z.coerce.number().int().min(1).max(10_000_000),
      rev: revision.optional(),
    }),
    reply: lineOrigin,
  }),
  files: route({
    method: "GET",
    path: "/files",
    summary: "Paths of the repository that hold some text, for completion",
    scope: "chat",
    query: z.strictObject({
      text: z.string().max(1_000).optional(),
      rev: revision.optional(),
      limit: z.coerce.number().int().min(1).max(1_000).optional(),
    }),
    reply: z.strictObject({ ok: z.literal(true), rev: gitSha, paths: z.array(z.string()), more: z.boolean() }),
  }),
  message: route({
    method: "POST",
    path: "/message",
    summary: "Take a person's message: answer it from facts, or put it into the queue",
    scope: "chat",
    body: z.strictObject({
      text: messageText,
      sessionId: sessionId.optional(),
      idempotencyKey: idempotencyKey.optional(),
      priority: priority.optional(),
      queueWaitBudgetMs: queueWaitBudgetMs.optional(),
    }),
    reply: intakeEvent,
    produces: "sse",
  }),
} as const;

/**
 * The same routes at the server, so that a phone needs one address only. The server passes them on with the caller's own
 * token, and with nothing of its own.
 */
export const relayRoutes = {
  commands: { ...localbuddyRoutes.commands, path: "/localbuddy/commands" },
  why: { ...localbuddyRoutes.why, path: "/localbuddy/why" },
  files: { ...localbuddyRoutes.files, path: "/localbuddy/files" },
  message: { ...localbuddyRoutes.message, path: "/localbuddy/message" },
} as const;
