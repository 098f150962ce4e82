import { integrationHead, reviewPlace } from "@pushpals/shared/review";
import { type Context, refused } from "../context";
import { EXIT } from "../exit-codes";
import { send } from "./send";

export interface UndoOptions {
  job: string;
  session?: string | undefined;
  follow: boolean;
}

/**
 * Takes back what a job has landed, as a change of its own, and follows it to its end. Asked twice on the same state
 * of the integration branch it is one request. 1 when there was nothing to undo.
 */
export async function undo(context: Context, { job, ...options }: UndoOptions): Promise<number> {
  const found = await context.client.jobs.get({ id: job });
  if (!found.ok) return refused(context, found);
  const { jobId } = found.job;
  const { mirrorDir, integration } = reviewPlace(context.config);
  const head = await integrationHead(mirrorDir, integration);
  const once = head === null ? {} : { idempotencyKey: `undo:${jobId}:${head}` };
  return await send(context, { ...options, ...once, text: `/undo ${jobId}`, answeredExit: EXIT.failed });
}
