import type { completionRoutes, Refusal, RouteReply } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { findItem, isRefusal } from "../queue/find-item";
import { completionRow } from "./completion-row";

export async function getCompletion(
  core: Core,
  input: Parsed<typeof completionRoutes.get>,
): Promise<RouteReply<typeof completionRoutes.get> | Refusal> {
  const item = await findItem(core.store.read, "completions", input.id);
  if (isRefusal(item)) return item;
  return { ok: true, completion: await completionRow(core, core.store.read, item) };
}
