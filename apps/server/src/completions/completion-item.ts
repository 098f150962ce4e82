import type { Landing } from "@pushpals/protocol";
import { itemBySeq } from "../queue/find-item";
import { statement } from "../store/statement";
import type { Reader, Tx } from "../store/store";
import type { CompletionTable, ItemRow } from "../store/tables";

const COLUMNS = "seq, job_seq, worker_id, commit_sha, branch, message, pr_title, pr_body, landed";
const BY_SEQ = statement<CompletionTable>(`SELECT ${COLUMNS} FROM completions WHERE seq = ?1`);
const BY_JOB = statement<CompletionTable>(`SELECT ${COLUMNS} FROM completions WHERE job_seq = ?1`);
const SET_LANDING = statement("UPDATE jobs SET landing = ?2, landing_failure = ?3, landed_sha = ?4 WHERE seq = ?1");

/** What a completion has beside its place in the queue. */
export async function completionFields(reader: Reader, seq: number): Promise<CompletionTable> {
  const row = await reader.first(BY_SEQ, seq);
  if (!row) throw new Error(`completion ${seq} has no fields`);
  return row;
}

export const completionOfJob = (reader: Reader, job: number): Promise<CompletionTable | undefined> =>
  reader.first(BY_JOB, job);

export const landedOf = (completion: CompletionTable): Landing | null =>
  completion.landed === null ? null : (JSON.parse(completion.landed) as Landing);

/** A completion with its fields and its job. */
export async function withJob(reader: Reader, item: ItemRow) {
  const fields = await completionFields(reader, item.seq);
  return { fields, job: await itemBySeq(reader, fields.job_seq) };
}

/** The ids that each event of a completion carries. */
export const ofCompletion = (item: ItemRow, job: ItemRow) => ({
  completionId: item.id,
  jobId: job.id,
  ...(job.request_id === null ? {} : { requestId: job.request_id }),
});

/** Notes on the job where its change is now. */
export const setLanding = (
  tx: Tx,
  job: number,
  landing: number,
  failure: string | null,
  landedSha: string | null,
): Promise<number> => tx.run(SET_LANDING, job, landing, failure, landedSha);
