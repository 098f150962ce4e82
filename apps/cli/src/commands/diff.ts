import { type Context, printJson, refused } from "../context";
import { EXIT } from "../exit-codes";
import { paintPatch } from "../output/paint-patch";

/** Prints what a job changed, as a unified diff. */
export async function diff(context: Context, job: string): Promise<number> {
  const reply = await context.client.jobs.diff({ id: job });
  if (!reply.ok) return refused(context, reply);
  if (context.json) {
    printJson(context, reply);
    return EXIT.done;
  }
  context.out.write(paintPatch(context.out, reply.patch));
  if (reply.truncated) context.err.write("The diff was cut; its branch holds all of it.\n");
  return EXIT.done;
}
