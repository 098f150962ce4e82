import { type Context, printJson, refused } from "../context";
import { EXIT } from "../exit-codes";

/** Cancels a request with all of its jobs, or one job; the id says which. */
export async function cancel(context: Context, id: string): Promise<number> {
  const asRequest = await context.client.requests.cancel({ id });
  const isJob = !asRequest.ok && asRequest.code === "not_found";
  const reply = isJob ? await context.client.jobs.cancel({ id }) : asRequest;
  if (!reply.ok) return refused(context, reply);
  if (context.json) printJson(context, reply);
  else context.out.write(reply.cancelled ? "Cancelled.\n" : "Its worker was told to stop.\n");
  return EXIT.done;
}
