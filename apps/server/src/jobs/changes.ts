import { statement } from "../store/statement";
import type { Reader, Tx } from "../store/store";

const NOTE = statement(
  `INSERT INTO job_changes (job_seq, place, commit_sha)
   VALUES (?1, (SELECT coalesce(max(place), 0) + 1 FROM job_changes), ?2)
   ON CONFLICT (job_seq) DO UPDATE SET commit_sha = excluded.commit_sha`,
);
const FORGET = statement("DELETE FROM job_changes WHERE job_seq = ?1");

export interface ChangeAhead {
  seq: number;
  id: string;
  commit_sha: string;
  branch: string | null;
}

/** Whoever waits for a job, directly or through others, would wait for ever if the job waited for it. */
const BEHIND = `WITH RECURSIVE behind (seq) AS (
    SELECT job_seq FROM job_dependencies WHERE depends_on = ?1
    UNION SELECT d.job_seq FROM job_dependencies d JOIN behind b ON d.depends_on = b.seq
  )`;
export const AHEAD = statement<ChangeAhead>(
  `${BEHIND}
   SELECT i.seq, i.id, other.commit_sha, j.branch FROM job_changes own
   JOIN job_changes other ON other.place < own.place
   JOIN queue_items i ON i.seq = other.job_seq JOIN jobs j ON j.seq = other.job_seq
   WHERE own.job_seq = ?1 AND other.job_seq NOT IN (SELECT seq FROM behind)
     AND EXISTS (SELECT 1 FROM job_paths mine JOIN job_paths theirs ON theirs.path = mine.path
       WHERE mine.job_seq = ?1 AND theirs.job_seq = other.job_seq)
   ORDER BY other.place LIMIT 20`,
);

/** Notes the commit of an unfinished job. The first gives it its place, which it keeps however often it is made anew. */
export const noteChange = (tx: Tx, job: number, commitSha: string): Promise<number> => tx.run(NOTE, job, commitSha);
export const forgetChange = (tx: Tx, job: number): Promise<number> => tx.run(FORGET, job);

/**
 * The unfinished changes on the same files that were committed before that of this job, oldest first. Since places only
 * grow, there are never more of them than at the first time: a job that waits for them all waits for an end.
 */
export const changesAhead = (reader: Reader, job: number): Promise<ChangeAhead[]> => reader.all(AHEAD, job);
