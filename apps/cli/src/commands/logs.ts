import { onInterrupt } from "@pushpals/shared/lifecycle";
import { type Context, printJson, refused } from "../context";
import { EXIT } from "../exit-codes";
import { printable } from "../output/printable";

const PAGE = 1_000;
const WAIT_MS = 20_000;

/** Prints a job's log; with `follow`, until the job has ended. */
export async function logs(context: Context, options: { job: string; follow: boolean }): Promise<number> {
  const interrupt = onInterrupt();
  let afterId = 0;
  for (;;) {
    const waiting = options.follow ? { waitMs: WAIT_MS } : {};
    const reply = await context.client.jobs.logs(
      { id: options.job, afterId, limit: PAGE, ...waiting },
      { signal: interrupt.signal },
    );
    if (interrupt.signal.aborted) return EXIT.interrupted;
    if (!reply.ok) return refused(context, reply);
    for (const line of reply.logs) {
      if (context.json) printJson(context, { jobId: reply.jobId, ...line });
      else (line.stream === "stderr" ? context.err : context.out).write(`${printable(line.line)}\n`);
    }
    afterId = reply.cursor;
    if (reply.logs.length < PAGE && (reply.ended || !options.follow)) return EXIT.done;
  }
}
