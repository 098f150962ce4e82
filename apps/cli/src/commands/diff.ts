import { styleText } from "node:util";
import { type Context, printJson, refused } from "../context";
import { EXIT } from "../exit-codes";
import { printable } from "../output/words";

/** Prints what a job changed, as a unified diff. */
export async function diff(context: Context, job: string): Promise<number> {
  const reply = await context.client.jobs.diff({ id: job });
  if (!reply.ok) return refused(context, reply);
  if (context.json) {
    printJson(context, reply);
    return EXIT.done;
  }
  // Without a terminal the patch goes out byte for byte, so that it can be applied.
  const lines = reply.patch.split("\n");
  context.out.write(context.out.interactive ? lines.map((line) => paint(context, line)).join("\n") : reply.patch);
  if (reply.truncated) context.err.write("The diff was cut; its branch holds all of it.\n");
  return EXIT.done;
}

function paint(context: Context, line: string): string {
  const text = printable(line);
  if (!context.out.color) return text;
  const options = { validateStream: false };
  if (line.startsWith("+++") || line.startsWith("---") || line.startsWith("diff "))
    return styleText("bold", text, options);
  if (line.startsWith("@@")) return styleText("cyan", text, options);
  if (line.startsWith("+")) return styleText("green", text, options);
  return line.startsWith("-") ? styleText("red", text, options) : text;
}
