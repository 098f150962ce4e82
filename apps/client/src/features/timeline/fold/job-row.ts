import type { Draft } from "../draft";
import { type Change, isOver, type JobRow, jobKey } from "../row";

type OfJob = { jobId: string; requestId?: string | undefined };

/** The row of a job, made with the first event that names it. */
export function jobRow(draft: Draft, { jobId, requestId }: OfJob, at: number, cursor: number): JobRow {
  const known = draft.find("job", jobKey(jobId));
  if (known) return known;
  const row: JobRow = { ...NEW, key: jobKey(jobId), at, cursor, jobId, requestId: requestId ?? null, lastAt: at };
  draft.add(row);
  draft.setOpen(row.key, true);
  return row;
}

/** Changes a job, notes that it was heard of, and keeps what is open true. */
export function changeJob(draft: Draft, row: JobRow, at: number, change: Change<JobRow>): JobRow {
  const changed = draft.change<JobRow>(row, { lastAt: Math.max(at, row.lastAt), ...change });
  draft.setOpen(row.key, !isOver(changed));
  if (isOver(changed)) draft.setLive(row.key, null);
  return changed;
}

/** The place of a call that has not ended; it is among the last ones. */
export function runningCall(row: JobRow, key: string): number {
  return row.steps.findLastIndex((step) => step.key === key && step.kind === "tool" && step.state === "running");
}

const NEW = {
  kind: "job",
  title: "",
  state: "waiting",
  lane: null,
  workerId: null,
  sandbox: null,
  attempt: 0,
  waitsFor: [],
  steps: [],
  toolCalls: 0,
  startedAt: null,
  workedUntil: null,
  summary: null,
  diff: null,
  branch: null,
  landing: null,
  failure: null,
  cancelledBy: null,
  isAsked: false,
  reworkJobId: null,
  reworkOf: null,
} as const satisfies Partial<JobRow>;
