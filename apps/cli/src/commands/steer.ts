import { type Priority, shortId } from "@pushpals/protocol";
import { ordinal } from "@pushpals/sdk";
import { type Context, printJson, refused } from "../context";
import { EXIT } from "../exit-codes";

/** Changes the text of a request that waits. */
export async function edit(context: Context, id: string, prompt: string): Promise<number> {
  const reply = await context.client.requests.edit({ id, prompt });
  if (!reply.ok) return refused(context, reply);
  return told(context, reply, "Changed.");
}

export interface MoveOptions {
  before?: string | undefined;
  priority?: Priority | undefined;
  first?: boolean | undefined;
}

/** Changes the place of a request that waits. */
export async function move(context: Context, id: string, options: MoveOptions): Promise<number> {
  const { before, priority, first } = options;
  const reply = await context.client.requests.move({
    id,
    ...(before === undefined ? {} : { before }),
    ...(priority === undefined ? {} : { priority }),
    ...(first === true ? { first } : {}),
  });
  if (!reply.ok) return refused(context, reply);
  const where = `${ordinal(reply.queuePosition)} in line, ${reply.priority}`;
  return told(context, reply, `Request ${shortId(reply.requestId)} is ${where}.`);
}

/** Cancels all that a session has under way. */
export async function stop(context: Context, session: string | undefined): Promise<number> {
  const reply = await context.client.sessions.stop({ id: session ?? context.config.session.id });
  if (!reply.ok) return refused(context, reply);
  const { cancelled, cancelRequested } = reply;
  if (cancelled + cancelRequested === 0) return told(context, reply, "Nothing was under way.");
  const parts = [
    ...(cancelled > 0 ? [`${cancelled} cancelled`] : []),
    ...(cancelRequested > 0 ? [`${cancelRequested} told to stop`] : []),
  ];
  return told(context, reply, `Requests: ${parts.join(", ")}.`);
}

/** Says something to a job: while it runs, or as the answer to what it asked. */
export async function tell(context: Context, id: string, text: string): Promise<number> {
  const reply = await context.client.jobs.message({ id, text, idempotencyKey: crypto.randomUUID() });
  if (!reply.ok) return refused(context, reply);
  return told(context, reply, `Job ${shortId(reply.jobId)} gets it.`);
}

function told(context: Context, reply: object, text: string): number {
  if (context.json) printJson(context, reply);
  else context.out.write(`${text}\n`);
  return EXIT.done;
}
