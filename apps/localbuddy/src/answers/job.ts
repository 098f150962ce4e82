import type { Failure, JobRow, jobRoutes, Receipt, RouteReply } from "@pushpals/protocol";
import { etaWords, span } from "@pushpals/sdk";
import { type Answer, type AnswerContext, isAnswerable } from "./answer";
import { jobState } from "./jobs";
import { code, fenced, id, list, paragraphs, plain } from "./markdown";

/** One job: its state, its way so far, and why it failed if it did. */
export async function job(wanted: string, context: AnswerContext): Promise<Answer> {
  const found = await context.client.jobs.get({ id: wanted }, { signal: context.signal });
  if (!found.ok) return isAnswerable(found) ? plain(found.message) : found;
  const { job: row } = found;
  const compared = row.kind === "choose.execute" ? await context.client.jobs.candidates({ id: row.jobId }) : null;
  return paragraphs(
    `**Job ${id(row.jobId)}** ${plain(row.title)}: ${jobState(row)}`,
    list([...timeline(row), ...place(row)]),
    row.summary === null ? "" : plain(row.summary),
    failureText("It failed", row.failure),
    failureText("Its change did not land", row.landingFailure),
    compared?.ok ? candidates(compared) : "",
    receipts(found.receipts),
    row.status === "pending" || row.status === "blocked" ? "" : `\`/log ${row.jobId.slice(-8)}\` shows its log.`,
  );
}

/** Those that did the same task, and what was seen of each. */
function candidates({ candidates: all, choice }: Extract<RouteReply<typeof jobRoutes.candidates>, { ok: true }>) {
  const lines = all.map(({ number, agent, job: one }) => {
    const standing = choice?.standings.find(({ jobId }) => jobId === one.jobId);
    const who = [agent?.profile, agent?.model].filter((part) => part).join(":");
    const rank = choice?.chosen === one.jobId ? "**chosen**, " : "";
    return `${rank}candidate ${number}${who === "" ? "" : ` (${plain(who)})`}, job ${id(one.jobId)}: ${plain(standing?.why ?? jobState(one))}`;
  });
  const why = choice === null ? "" : `Chosen by ${choice.by}: ${plain(choice.reason)}`;
  return paragraphs(list(lines), why);
}

function timeline(row: JobRow): string[] {
  const steps = [`queued ${time(row.enqueuedAt)} (${row.priority})`];
  if (row.claimedAt !== null)
    steps.push(
      `taken up ${time(row.claimedAt)} by ${row.claimedBy ?? "a worker"}, attempt ${row.attempts} of ${row.maxAttempts}`,
    );
  if (row.finishedAt !== null) {
    const took = row.claimedAt === null ? "" : ` after ${span(Math.max(0, row.finishedAt - row.claimedAt))}`;
    steps.push(`${row.status} ${time(row.finishedAt)}${took}`);
  }
  if (row.landedSha !== null) steps.push(`landed as ${code(row.landedSha.slice(0, 12))}`);
  return steps;
}

function place(row: JobRow): string[] {
  const facts: string[] = [];
  if (row.queuePosition !== null)
    facts.push(`place ${row.queuePosition} in the queue${row.etaMs === null ? "" : `, starts ${etaWords(row.etaMs)}`}`);
  if (row.waitsFor.length > 0) facts.push(`waits for ${row.waitsFor.map(id).join(", ")}`);
  if (row.branch !== null) facts.push(`branch ${code(row.branch)}`);
  if (row.requestId !== null) facts.push(`request ${id(row.requestId)}`);
  return facts;
}

export function failureText(what: string, failure: Failure | null): string {
  if (failure === null) return "";
  return paragraphs(`**${what}** (${code(failure.code)}):`, fenced(failure.message));
}

function receipts(ran: readonly Receipt[]): string {
  if (ran.length === 0) return "";
  return list(
    ran.map((one) => {
      const end = one.terminationReason === "exited" ? `exit code ${one.exitCode}` : one.terminationReason;
      return `${one.exitCode === 0 ? "✅" : "❌"} ${code(one.command)}: ${end}, ${span(one.durationMs)}`;
    }),
  );
}

export const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;
