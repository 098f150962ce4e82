import type { Context } from "../events/append-event";
import { isTerminal } from "../queue/codes";
import { statement } from "../store/statement";
import type { Reader } from "../store/store";
import type { ItemRow, JobFields } from "../store/tables";
import { LANDING_WAITING } from "./landing-codes";

const JOB = statement<JobFields>(
  `SELECT seq, task_id, lane, start_when, execution_budget_ms, finalization_budget_ms, landing, landing_failure,
     completion_id, branch, commit_sha, landed_sha, summary, question,
     (SELECT choice_id FROM candidates WHERE job_seq = jobs.seq) AS candidate_of FROM jobs WHERE seq = ?1`,
);

/** What a job has beside its place in the queue. */
export async function jobFields(reader: Reader, seq: number): Promise<JobFields> {
  const row = await reader.first(JOB, seq);
  if (!row) throw new Error(`job ${seq} has no fields`);
  return row;
}

/** The context of what the server tells about a job. */
export const jobContext = (item: ItemRow): Context => ({
  from: "server",
  correlationId: item.request_id ?? item.id,
  ...(item.turn_id === null ? {} : { turnId: item.turn_id }),
});

/** The ids that each event of a job carries. */
export const ofJob = (item: ItemRow): { jobId: string; requestId?: string } => ({
  jobId: item.id,
  ...(item.request_id === null ? {} : { requestId: item.request_id }),
});

/** A job is over once it is terminal and its change, if any, is not on its way to landing. */
export const hasEnded = (status: number, landing: number): boolean => isTerminal(status) && landing !== LANDING_WAITING;
