import { type ItemStatus, type JobRow, shortId } from "@pushpals/protocol";
import { jobState, oneLine, span } from "@pushpals/sdk";
import { type Context, printJson, refused } from "../context";
import { EXIT } from "../exit-codes";
import { table } from "../output/table";

export interface JobsOptions {
  status?: ItemStatus | undefined;
  session?: string | undefined;
  limit?: number | undefined;
}

/** Lists jobs, newest first. */
export async function jobs(context: Context, options: JobsOptions): Promise<number> {
  const reply = await context.client.jobs.list({
    limit: options.limit ?? 20,
    ...(options.status ? { status: options.status } : {}),
    ...(options.session ? { sessionId: options.session } : {}),
  });
  if (!reply.ok) return refused(context, reply);
  if (context.json) for (const job of reply.jobs) printJson(context, job);
  else if (reply.jobs.length === 0) context.out.write("No jobs.\n");
  else context.out.write(`${table(reply.jobs.map(columns)).join("\n")}\n`);
  return EXIT.done;
}

const columns = (job: JobRow): string[] => [
  shortId(job.jobId),
  jobState(job).text,
  job.claimedAt !== null && job.finishedAt !== null ? span(job.finishedAt - job.claimedAt) : "",
  job.claimedBy ?? "",
  oneLine(job.title, 60),
  job.failure?.code ?? job.landingFailure?.code ?? job.landedSha?.slice(0, 9) ?? "",
];
