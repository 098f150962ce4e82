import type { CompletionRow, completionRoutes, RouteReply } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { page, queueSummary } from "../queue/item-view";
import { completionRow } from "./completion-row";

/** One page of completions, newest first, and the state of their queue. */
export async function listCompletions(
  core: Core,
  input: Parsed<typeof completionRoutes.list>,
): Promise<RouteReply<typeof completionRoutes.list>> {
  const { items, next } = await page(core.store.read, "completions", input);
  const completions: CompletionRow[] = [];
  for (const item of items) completions.push(await completionRow(core, core.store.read, item));
  return { ok: true, completions, next, ...(await queueSummary(core.queue, core.store.read, "completions")) };
}
