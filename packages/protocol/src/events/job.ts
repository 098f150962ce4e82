import { z } from "zod";
import { agentChoice, choice } from "../best-of";
import { diffSummary } from "../evidence";
import { failure } from "../failures";
import { agentId, durationMs, gitSha, timestamp, uuid } from "../ids";
import { lane } from "../plan";
import { priority } from "../priority";
import { jobKind } from "../task";

const ofJob = { jobId: uuid, requestId: uuid.optional() };

export const logStream = z.enum(["stdout", "stderr", "system"]);

/** The steps of a job, in order, as shown in its timeline. */
export const jobStep = z.enum(["workspace", "lane", "validation", "commit", "publish", "choose", "hand_over"]);

export const jobEvents = {
  task_created: z.strictObject({
    ...ofJob,
    taskId: z.string(),
    title: z.string(),
    /** The job that this one takes the place of, since its change could not land. */
    reworkOf: uuid.optional(),
    /** It is one of several that do the same task; `of` is the job that chooses among them. */
    candidate: z
      .strictObject({ of: uuid, number: z.int().positive(), count: z.int().min(2), agent: agentChoice.optional() })
      .optional(),
  }),
  /** The best of several candidates was handed over for landing, as the result of job `jobId`. */
  candidate_chosen: z.strictObject({ ...ofJob, choice }),
  task_started: z.strictObject({
    ...ofJob,
    workerId: agentId,
    lane: lane.optional(),
    sandbox: z.string(),
    baseSha: gitSha.optional(),
  }),
  task_progress: z.strictObject({
    ...ofJob,
    step: jobStep,
    message: z.string().max(4_000),
    /** Share done from 0 to 1, where it can be known. */
    share: z.number().min(0).max(1).optional(),
  }),
  task_completed: z.strictObject({
    ...ofJob,
    taskId: z.string(),
    outcome: z.enum(["landed", "completed"]),
    summary: z.string(),
  }),
  task_failed: z.strictObject({ ...ofJob, taskId: z.string(), failure }),
  job_enqueued: z.strictObject({
    ...ofJob,
    kind: jobKind,
    lane: lane.optional(),
    priority,
    dependsOn: z.array(uuid),
    queuePosition: z.int().positive(),
    etaMs: durationMs,
  }),
  job_claimed: z.strictObject({ ...ofJob, workerId: agentId, attempt: z.int().positive(), queueWaitMs: durationMs }),
  job_completed: z.strictObject({ ...ofJob, workerId: agentId, summary: z.string(), runtimeMs: durationMs }),
  job_failed: z.strictObject({
    ...ofJob,
    failure,
    /** True when the job goes back to the queue for another attempt. */
    willRetry: z.boolean(),
    attempt: z.int().nonnegative(),
  }),
  job_cancelled: z.strictObject({ ...ofJob, by: z.string() }),
  diff_ready: z.strictObject({ ...ofJob, commitSha: gitSha, diff: diffSummary }),
  committed: z.strictObject({ ...ofJob, branch: z.string(), commitSha: gitSha, treeSha: gitSha, message: z.string() }),
  tool_call: z.strictObject({
    ...ofJob,
    callId: z.string(),
    tool: z.string(),
    title: z.string(),
    input: z.json().optional(),
  }),
  tool_result: z.strictObject({
    ...ofJob,
    callId: z.string(),
    status: z.enum(["completed", "failed"]),
    output: z.string().max(64_000).optional(),
  }),
  /** What one attempt of an agent has taken of a model; told once, when its turn is over. */
  model_used: z.strictObject({
    ...ofJob,
    /** Empty where the agent chose it. */
    model: z.string(),
    calls: z.int().nonnegative(),
    /** Of these, those that did not tell their tokens: counted by their bytes. */
    estimatedCalls: z.int().nonnegative(),
    inputTokens: z.int().nonnegative(),
    /** Of these, those that came from the model's cache. */
    cachedInputTokens: z.int().nonnegative(),
    outputTokens: z.int().nonnegative(),
    /** Null where no price is configured. */
    costUsd: z.number().nonnegative().nullable(),
  }),
} as const;

export const logLine = z.strictObject({ id: z.int().positive(), ts: timestamp, stream: logStream, line: z.string() });
export type LogLine = z.infer<typeof logLine>;

/** Streamed, not stored as events: the lines are in the job's log, the text in the message that ends it. */
export const ephemeralEvents = {
  job_log: z.strictObject({ jobId: uuid, lines: z.array(logLine) }),
  assistant_text_delta: z.strictObject({ jobId: uuid.optional(), requestId: uuid.optional(), text: z.string() }),
} as const;
