import { type Failure, type JobEventType, shortId } from "@pushpals/protocol";
import type { Draft } from "../draft";
import type { JobRow, Step } from "../row";
import type { Folds } from "./fold";
import { changeJob, jobRow, runningCall } from "./job-row";

export const jobFolds: Folds<JobEventType> = {
  task_created: (draft, { ts, payload }, cursor) => {
    const { title, reworkOf = null } = payload;
    changeJob(draft, jobRow(draft, payload, ts, cursor), ts, { title, reworkOf });
  },
  candidate_chosen: (draft, { id, ts, payload: { choice, ...job } }, cursor) => {
    const { chosen, by, reason, standings } = choice;
    const message = `job ${shortId(chosen)} of ${standings.length} candidates, by ${by}: ${reason}`;
    const step = { kind: "stage", key: id, at: ts, jobId: job.jobId, stage: "choose", message, share: null } as const;
    addStep(draft, jobRow(draft, job, ts, cursor), step);
  },
  job_enqueued: (draft, { ts, payload }, cursor) =>
    void changeJob(draft, jobRow(draft, payload, ts, cursor), ts, {
      state: "waiting",
      waitsFor: payload.dependsOn,
      lane: payload.lane ?? null,
      failure: null,
      cancelledBy: null,
    }),
  job_claimed: (draft, { ts, payload: { workerId, attempt, ...job } }, cursor) => {
    const row = jobRow(draft, job, ts, cursor);
    const { startedAt } = row;
    changeJob(draft, row, ts, { state: "running", workerId, attempt, startedAt: startedAt ?? ts, workedUntil: null });
  },
  task_started: (draft, { ts, payload: { workerId, sandbox, lane, ...job } }, cursor) => {
    const row = jobRow(draft, job, ts, cursor);
    changeJob(draft, row, ts, { workerId, sandbox, lane: lane ?? row.lane });
  },
  task_progress: (draft, { id, ts, payload: { step: stage, message, share = null, ...job } }, cursor) => {
    const row = jobRow(draft, job, ts, cursor);
    const last = row.steps.at(-1);
    // The same stage again is its newer word; after something else it is a word of its own, in its place.
    if (last?.kind === "stage" && last.stage === stage)
      changeJob(draft, row, ts, {
        steps: draft.replaced(row.steps, row.steps.length - 1, { ...last, message, share }),
      });
    else addStep(draft, row, { kind: "stage", key: id, at: ts, jobId: job.jobId, stage, message, share });
  },
  tool_call: (draft, { ts, payload: { callId, tool, title, ...job } }, cursor) => {
    const row = jobRow(draft, job, ts, cursor);
    const toolCalls = row.toolCalls + 1;
    const step = { kind: "tool", key: callId, at: ts, jobId: job.jobId, tool, title, state: "running" } as const;
    addStep(draft, row, { ...step, endedAt: null, output: null }, { toolCalls });
    const live = draft.live(row.key);
    if (live) draft.setLive(row.key, { text: "", line: "", at: ts });
  },
  tool_result: (draft, { ts, payload: { callId, status, output = null, ...job } }, cursor) => {
    const row = jobRow(draft, job, ts, cursor);
    const index = runningCall(row, callId);
    const call = row.steps[index];
    if (call?.kind !== "tool") return;
    const ended = { ...call, state: status, endedAt: ts, output: output === null ? null : outputKept(output) };
    changeJob(draft, row, ts, { steps: draft.replaced(row.steps, index, ended) });
  },
  model_used: (draft, { id, ts, payload: { model, calls, inputTokens, outputTokens, costUsd, ...job } }, cursor) => {
    const tokens = inputTokens + outputTokens;
    const step = { kind: "use", key: id, at: ts, jobId: job.jobId, model, calls, tokens, costUsd } as const;
    addStep(draft, jobRow(draft, job, ts, cursor), step);
  },
  diff_ready: (draft, { ts, payload: { diff, ...job } }, cursor) =>
    void changeJob(draft, jobRow(draft, job, ts, cursor), ts, { diff }),
  committed: (draft, { ts, payload: { branch, ...job } }, cursor) =>
    void changeJob(draft, jobRow(draft, job, ts, cursor), ts, { branch }),
  job_completed: (draft, { ts, payload: { summary, ...job } }, cursor) => {
    const row = jobRow(draft, job, ts, cursor);
    // With a change to land it is not over yet: `task_completed` says when it is.
    changeJob(draft, row, ts, { state: "landing", summary, workedUntil: ts, failure: null });
  },
  job_failed: (draft, { ts, payload: { failure, willRetry, ...job }, id }, cursor) => {
    const row = jobRow(draft, job, ts, cursor);
    if (willRetry) addStep(draft, row, trouble(row, "job", failure, id, ts), { state: "waiting", failure });
    else changeJob(draft, row, ts, { state: "failed", failure, workedUntil: row.startedAt === null ? null : ts });
  },
  job_cancelled: (draft, { ts, payload: { by, ...job } }, cursor) => {
    const row = jobRow(draft, job, ts, cursor);
    const workedUntil = row.startedAt === null ? null : (row.workedUntil ?? ts);
    changeJob(draft, row, ts, { state: "cancelled", cancelledBy: by, workedUntil });
  },
  task_completed: (draft, { ts, payload: { outcome, summary, ...job } }, cursor) => {
    const row = jobRow(draft, job, ts, cursor);
    changeJob(draft, row, ts, { state: outcome, summary: row.summary ?? summary, failure: null });
  },
  task_failed: (draft, { ts, payload: { failure, ...job } }, cursor) => {
    const row = jobRow(draft, job, ts, cursor);
    if (row.state !== "cancelled") changeJob(draft, row, ts, { state: "failed", failure });
  },
};

/** A failure after which the job, or its landing, is tried again. */
export const trouble = (row: JobRow, of: "job" | "landing", failure: Failure, key: string, at: number): Step => ({
  kind: "trouble",
  key,
  at,
  jobId: row.jobId,
  of,
  failure,
});

export function addStep(draft: Draft, row: JobRow, step: Step, more: Partial<JobRow> = {}): void {
  changeJob(draft, row, step.at, { ...more, steps: draft.grown(row.steps, step) });
}

/** A timeline of thousands of calls holds the end of what each said; the whole is in the job's log. */
const OUTPUT_KEPT = 2_000;
const outputKept = (output: string): string =>
  output.length > OUTPUT_KEPT ? `…${output.slice(-OUTPUT_KEPT)}` : output;
