import { shortId } from "@pushpals/protocol";
import { oneLine, span } from "@pushpals/sdk";
import { type Context, printJson, refused } from "../context";
import { EXIT } from "../exit-codes";
import { table } from "../output/table";

/** Lists the requests that wait to be planned, in the order in which they will be. */
export async function queue(context: Context): Promise<number> {
  const reply = await context.client.requests.list({ limit: 1 });
  if (!reply.ok) return refused(context, reply);
  const { pending, counts } = reply;
  if (context.json) for (const item of pending) printJson(context, item);
  else if (pending.length === 0) context.out.write("Nothing waits.\n");
  else {
    const rows = pending.map((item) => [
      `${item.queuePosition}.`,
      shortId(item.id),
      item.priority,
      `waited ${span(item.waitedMs)}`,
      oneLine(item.title, 70),
    ]);
    const more = counts.pending - pending.length;
    context.out.write(`${[...table(rows), ...(more > 0 ? [`… and ${more} more`] : [])].join("\n")}\n`);
  }
  return EXIT.done;
}
