import type { RequestRow } from "@pushpals/protocol";
import { etaWords } from "@pushpals/sdk";
import { type Answer, type AnswerContext, isAnswerable } from "./answer";
import { failureText, time } from "./job";
import { jobLine } from "./jobs";
import { cut, fenced, id, list, paragraphs, plain } from "./markdown";

const PROMPT_SHOWN = 600;

/** One request: what was asked, what became of it, and its jobs. */
export async function request(wanted: string, context: AnswerContext): Promise<Answer> {
  const { client, signal } = context;
  const found = await client.requests.get({ id: wanted }, { signal });
  if (!found.ok) return isAnswerable(found) ? plain(found.message) : found;
  const { request: row } = found;
  const jobs = row.jobs.length === 0 ? null : await client.jobs.list({ requestId: row.requestId }, { signal });
  const prompt = cut(found.prompt, PROMPT_SHOWN);
  return paragraphs(
    `**Request ${id(row.requestId)}**: ${row.outcome === "open" ? row.status : row.outcome}`,
    fenced(prompt.cut ? `${prompt.text}\n…` : prompt.text),
    list(timeline(row)),
    failureText("It failed", row.failure),
    jobs === null ? "" : jobs.ok ? list(jobs.jobs.map((job) => jobLine(job, context.now))) : plain(jobs.message),
  );
}

function timeline(row: RequestRow): string[] {
  const steps = [`queued ${time(row.enqueuedAt)} (${row.priority})`];
  if (row.queuePosition !== null)
    steps.push(`place ${row.queuePosition} in the queue${row.etaMs === null ? "" : `, starts ${etaWords(row.etaMs)}`}`);
  if (row.claimedAt !== null) steps.push(`taken up ${time(row.claimedAt)} by ${row.claimedBy ?? "a planner"}`);
  if (row.finishedAt !== null) steps.push(`planned ${time(row.finishedAt)}`);
  return steps;
}
