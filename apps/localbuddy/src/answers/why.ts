import type { LineOrigin } from "@pushpals/protocol";
import { type Answer, type AnswerContext, isAnswerable } from "./answer";
import { lineOrigin } from "./line-origin";
import { code, fenced, id, list, paragraphs, plain } from "./markdown";

/** Why a line is there: its commit, and what led to it. */
export async function why(asked: { path: string; line: number }, context: AnswerContext): Promise<Answer> {
  const found = await lineOrigin(context.review, context.client, asked, context.signal);
  if (!found.ok) return isAnswerable(found) ? plain(found.message) : found;
  const { path, line, text, commitSha, author, committedAt, subject } = found;
  const day = new Date(committedAt).toISOString().slice(0, 10);
  return paragraphs(
    `${code(`${path}:${line}`)} is there since ${day}, by ${plain(author)}: ${code(commitSha.slice(0, 9))} **${plain(subject)}**`,
    fenced(text),
    story(found),
  );
}

function story({ landed, approvals }: LineOrigin): string {
  if (landed === null) return "Push Pals did not land this commit, so it knows no more of it than git does.";
  const { prompt, request, job, evidence, landed: landing } = landed;
  const steps = evidence?.validation.map((step) => code(step.command)) ?? [];
  return list([
    ...(prompt === null ? [] : [`Asked for: ${plain(prompt.slice(0, 300))}`]),
    `Done by job ${id(job.jobId)}${request ? ` of request ${id(request.requestId)}` : ""}${job.claimedBy ? `, on ${plain(job.claimedBy)}` : ""}`,
    ...(steps.length === 0 ? [] : [`Proven by ${steps.join(", ")}`]),
    ...approvals.flatMap(({ status, decidedBy, note }) =>
      decidedBy === null
        ? []
        : [
            `${status === "approved" ? "Approved" : "Denied"} by ${plain(decidedBy)}${note === null ? "" : `: ${plain(note)}`}`,
          ],
    ),
    ...(landing
      ? [`Landed on ${code(landing.branch)}, ${landing.checks === "passed" ? "checks passed" : "ungated"}`]
      : []),
  ]);
}
