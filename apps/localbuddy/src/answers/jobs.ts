import type { JobRow } from "@pushpals/protocol";
import { ago } from "@pushpals/sdk";
import type { Answer, AnswerContext } from "./answer";
import { id, list, plain } from "./markdown";

const SHOWN = 15;

export async function jobs(context: AnswerContext): Promise<Answer> {
  const found = await context.client.jobs.list({ limit: SHOWN }, { signal: context.signal });
  if (!found.ok) return found;
  if (found.jobs.length === 0) return "There is no job yet. `/help` shows what you can ask for.";
  const lines = found.jobs.map((row) => jobLine(row, context.now));
  return list(found.next === null ? lines : [...lines, "… older ones are not shown"]);
}

export const jobLine = (row: JobRow, now: number): string =>
  `${id(row.jobId)} **${jobState(row)}** ${plain(row.title)} (${ago(row.enqueuedAt, now)})`;

/** Where a job is, in the words of its owner: done means landed, where there is something to land. */
export function jobState(row: JobRow): string {
  if (row.cancelRequested && row.status === "claimed") return "being cancelled";
  if (row.status === "claimed") return `running on ${row.claimedBy ?? "a worker"}`;
  if (row.status === "pending") return `waiting, place ${row.queuePosition ?? "?"}`;
  if (row.status === "blocked") return row.waitsFor.length > 0 ? "waiting for other jobs" : "held back";
  if (row.status !== "completed") return row.status;
  switch (row.landing) {
    case "none":
      return row.candidateOf === null ? "completed, nothing to land" : "done, kept to compare";
    case "waiting":
      return "done, on its way to the integration branch";
    case "landed":
      return "landed";
    case "failed":
      return "not landed";
  }
}
