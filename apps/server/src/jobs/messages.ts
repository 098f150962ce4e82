import type { JobMessage } from "@pushpals/protocol";
import { statement } from "../store/statement";
import type { Reader, Tx } from "../store/store";

const ADD = statement("INSERT INTO job_messages (job_seq, ts, text, answers) VALUES (?1, ?2, ?3, ?4)");
const AFTER = statement<JobMessage>(
  "SELECT id, ts, text, answers FROM job_messages WHERE job_seq = ?1 AND id > ?2 ORDER BY id LIMIT 100",
);
const ANY_AFTER = statement<{ id: number }>("SELECT id FROM job_messages WHERE job_seq = ?1 AND id > ?2 LIMIT 1");
const QUESTION = statement("UPDATE jobs SET question = ?2 WHERE seq = ?1");

/** Keeps what a person said to a job, and what that answers, until its worker asks for it. */
export const keepMessage = (tx: Tx, job: number, message: Omit<JobMessage, "id">): Promise<number> =>
  tx.run(ADD, job, message.ts, message.text, message.answers);
export const messagesAfter = (reader: Reader, job: number, after: number): Promise<JobMessage[]> =>
  reader.all(AFTER, job, after);
export const hasMessagesAfter = async (reader: Reader, job: number, after: number): Promise<boolean> =>
  (await reader.first(ANY_AFTER, job, after)) !== undefined;
/** Notes what a job waits to be answered; null once it is. */
export const setQuestion = (tx: Tx, job: number, question: string | null): Promise<number> =>
  tx.run(QUESTION, job, question);
