import { span } from "@pushpals/sdk";
import { type Context, printJson, refused } from "../context";
import { EXIT } from "../exit-codes";

/** Puts a failed request, or a failed job or its landing, back in line with fresh attempts; the id says which. */
export async function redrive(context: Context, id: string): Promise<number> {
  const asRequest = await context.client.requests.redrive({ id });
  const isJob = !asRequest.ok && asRequest.code === "not_found";
  const reply = isJob ? await context.client.jobs.redrive({ id }) : asRequest;
  if (!reply.ok) return refused(context, reply);
  if (context.json) printJson(context, reply);
  else context.out.write(`Back in line, as number ${reply.queuePosition}, about ${span(reply.etaMs)} to go.\n`);
  return EXIT.done;
}
