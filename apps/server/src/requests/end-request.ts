import type { Choice, EventPayload } from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import { LANDED, LANDING_FAILED, LANDING_WAITING } from "../jobs/landing-codes";
import { reworkJobOf } from "../jobs/rework-job-of";
import { CANCELLED, COMPLETED, FAILED, isTerminal } from "../queue/codes";
import { itemById } from "../queue/find-item";
import { failureOf } from "../queue/item-view";
import { statement } from "../store/statement";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { type EndedJob, requestAnswer } from "./request-answer";
import { requestContext } from "./request-context";

type Ended = Extract<EventPayload<"status">, { state: "request_ended" }>;
type JobOutcome = Ended["jobs"][number]["outcome"];

interface JobOfRequest {
  id: string;
  status: number;
  landing: number;
  landing_failure: string | null;
  /** Set on one of several that do the same task: the one that chooses counts for all of them. */
  candidate_of: string | null;
}

interface ToldJob extends JobOfRequest {
  title: string;
  failure: string | null;
  landed_sha: string | null;
  summary: string | null;
  choice: string | null;
}

export const JOBS_OF_REQUEST = statement<JobOfRequest>(
  `SELECT i.id, i.status, j.landing, j.landing_failure,
     (SELECT choice_id FROM candidates WHERE job_seq = j.seq) AS candidate_of
   FROM queue_items i JOIN jobs j ON j.seq = i.seq WHERE i.request_id = ?1 AND i.queue = 1 ORDER BY i.seq`,
);
const TOLD_JOBS = statement<ToldJob>(
  `SELECT i.id, i.status, i.title, i.failure, j.landing, j.landing_failure, j.landed_sha, j.summary,
     (SELECT choice_id FROM candidates WHERE job_seq = j.seq) AS candidate_of,
     (SELECT choice FROM choices WHERE job_seq = j.seq) AS choice
   FROM queue_items i JOIN jobs j ON j.seq = i.seq WHERE i.request_id = ?1 AND i.queue = 1 ORDER BY i.seq`,
);
const SET_OUTCOME = statement("UPDATE queue_items SET outcome = ?2 WHERE seq = ?1");
const REOPEN = statement("UPDATE queue_items SET outcome = NULL WHERE id = ?1 AND queue = 0");

/**
 * Tells once that all that came of a request is over, and answers the person what its jobs did and did not; does
 * nothing while something is still open.
 */
export async function endRequestIfOver(core: Core, tx: Tx, requestId: string | null): Promise<void> {
  const request = requestId === null ? undefined : await itemById(tx, "requests", requestId);
  if (!request || !isTerminal(request.status) || request.outcome !== null) return;
  const all = await tx.all(JOBS_OF_REQUEST, request.id);
  if (all.some((job) => !isTerminal(job.status) || job.landing === LANDING_WAITING)) return;
  const rows = all.filter(counts);
  const jobs = rows.map((job) => ({ jobId: job.id, outcome: jobOutcome(job) }));
  const outcome = requestOutcome(request, new Set(jobs.map((job) => job.outcome)));
  await tx.run(SET_OUTCOME, request.seq, outcome);
  if (rows.length > 0) await answer(core, tx, request);
  const payload: Ended = { state: "request_ended", requestId: request.id, outcome, jobs };
  await appendEvent(core.events, tx, request.session_id, "status", payload, requestContext(request));
}

/** In the transaction of the last job's end, so that there is one answer however often that end is reported. */
async function answer(core: Core, tx: Tx, request: ItemRow): Promise<void> {
  const jobs = (await tx.all(TOLD_JOBS, request.id)).filter(counts).map(endedJob);
  const payload = { text: requestAnswer(jobs), requestId: request.id };
  await appendEvent(core.events, tx, request.session_id, "assistant_message", payload, requestContext(request));
}

/** One that was done again by another job counts by that one, and a candidate by the one that chose. */
const counts = (job: JobOfRequest): boolean =>
  job.candidate_of === null && reworkJobOf(failureOf(job.landing_failure)) === null;

const endedJob = (job: ToldJob): EndedJob => ({
  id: job.id,
  title: job.title,
  outcome: jobOutcome(job),
  failure: failureOf(job.landing === LANDING_FAILED ? job.landing_failure : job.failure),
  landedSha: job.landed_sha,
  summary: job.summary,
  choice: job.choice === null ? null : (JSON.parse(job.choice) as Choice),
});

/** A redrive of one of its jobs opens a request again, so that its end can be told anew. */
export async function reopenRequest(tx: Tx, requestId: string | null): Promise<void> {
  if (requestId !== null) await tx.run(REOPEN, requestId);
}

function jobOutcome(job: JobOfRequest): JobOutcome {
  if (job.landing === LANDED) return "landed";
  if (job.landing === LANDING_FAILED)
    return failureOf(job.landing_failure)?.code === "cancelled" ? "cancelled" : "failed";
  if (job.status === CANCELLED) return "cancelled";
  return job.status === COMPLETED ? "completed" : "failed";
}

function requestOutcome(request: ItemRow, outcomes: Set<JobOutcome>): Ended["outcome"] {
  if (request.status === FAILED) return "failed";
  if (request.status === CANCELLED) return "cancelled";
  const [first] = outcomes;
  if (!first) return "answered";
  if (outcomes.size === 1) return first;
  // Some had a change to land and others had none: all went well.
  return outcomes.has("failed") || outcomes.has("cancelled") ? "mixed" : "landed";
}
