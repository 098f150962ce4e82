import type { RequestRow, RouteReply, requestRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { page, queueSummary } from "../queue/item-view";
import { requestRow } from "./request-row";

/** One page of requests, newest first, and the state of their queue. */
export async function listRequests(
  core: Core,
  input: Parsed<typeof requestRoutes.list>,
): Promise<RouteReply<typeof requestRoutes.list>> {
  const { items, next } = await page(core.store.read, "requests", input);
  const requests: RequestRow[] = [];
  for (const item of items) requests.push(await requestRow(core, core.store.read, item));
  return { ok: true, requests, next, ...(await queueSummary(core.queue, core.store.read, "requests")) };
}
