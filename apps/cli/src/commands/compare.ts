import { type CandidateRow, type Choice, shortId } from "@pushpals/protocol";
import { jobState, oneLine } from "@pushpals/sdk";
import { type Context, printJson, refused } from "../context";
import { EXIT } from "../exit-codes";
import { table } from "../output/table";

/** Shows what the candidates of a task have made, side by side, the best first, and which was chosen. */
export async function compare(context: Context, job: string): Promise<number> {
  const reply = await context.client.jobs.candidates({ id: job });
  if (!reply.ok) return refused(context, reply);
  if (context.json) {
    printJson(context, reply);
    return EXIT.done;
  }
  const { candidates, choice } = reply;
  const rankOf = (one: CandidateRow) => standingOf(one, choice)?.rank ?? Number.POSITIVE_INFINITY;
  const sorted = [...candidates].sort((a, b) => rankOf(a) - rankOf(b) || a.number - b.number);
  context.out.write(`${table(sorted.map((one) => columns(one, choice))).join("\n")}\n`);
  if (choice) context.out.write(`\nChosen by ${choice.by}: ${choice.reason}\n`);
  const [first] = sorted.filter(({ result }) => result !== null);
  if (first) context.out.write(`A candidate's diff: pushpals diff ${shortId(first.job.jobId)}\n`);
  return EXIT.done;
}

const standingOf = ({ job }: CandidateRow, choice: Choice | null) =>
  choice?.standings.find(({ jobId }) => jobId === job.jobId);

function columns(candidate: CandidateRow, choice: Choice | null): string[] {
  const { job, number, agent } = candidate;
  const standing = standingOf(candidate, choice);
  const place = choice?.chosen === job.jobId ? "chosen" : standing?.rank ? `${standing.rank}.` : "-";
  const who = [agent?.profile, agent?.model].filter((part) => part).join(":");
  return [
    place,
    `candidate ${number}`,
    shortId(job.jobId),
    who,
    standing ? oneLine(standing.why, 160) : jobState(job).text,
    job.branch ?? "",
  ];
}
