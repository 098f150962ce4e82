import type { AgentChoice, CandidateResult, Choice } from "@pushpals/protocol";
import { statement } from "../../store/statement";
import type { Reader, Tx } from "../../store/store";
import type { CandidateTable } from "../../store/tables";

const NOTE = statement("INSERT INTO candidates (job_seq, choice_id, number, agent) VALUES (?1, ?2, ?3, ?4)");
const RESULT = statement("UPDATE candidates SET message = ?2, pr_title = ?3, pr_body = ?4 WHERE job_seq = ?1");
const ON_JOB = statement("UPDATE jobs SET branch = ?2, commit_sha = ?3 WHERE seq = ?1");
const OF_CHOICE = statement<CandidateTable>(
  `SELECT job_seq, choice_id, number, agent, message, pr_title, pr_body FROM candidates
   WHERE choice_id = ?1 ORDER BY number`,
);
const KEEP_CHOICE = statement("INSERT INTO choices (job_seq, choice) VALUES (?1, ?2)");
const CHOICE = statement<{ choice: string }>("SELECT choice FROM choices WHERE job_seq = ?1");

/** Notes that a job is one of several that do the same task. */
export const noteCandidate = (
  tx: Tx,
  job: number,
  { of, number, agent }: { of: string; number: number; agent?: AgentChoice | undefined },
): Promise<number> => tx.run(NOTE, job, of, number, agent ? JSON.stringify(agent) : null);

/** The candidates of a choosing job, in their order. */
export const candidatesOf = (reader: Reader, choiceId: string): Promise<CandidateTable[]> =>
  reader.all(OF_CHOICE, choiceId);

/** Keeps the commit of a candidate, for the choice. */
export async function keepResult(tx: Tx, job: number, result: CandidateResult): Promise<void> {
  await tx.run(RESULT, job, result.message, result.prTitle, result.prBody);
  await tx.run(ON_JOB, job, result.branch, result.commitSha);
}

export const keepChoice = (tx: Tx, job: number, made: Choice): Promise<number> =>
  tx.run(KEEP_CHOICE, job, JSON.stringify(made));

/** What a choosing job has chosen; null before. */
export async function choiceOf(reader: Reader, job: number): Promise<Choice | null> {
  const row = await reader.first(CHOICE, job);
  return row ? (JSON.parse(row.choice) as Choice) : null;
}
