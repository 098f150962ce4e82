import type { Refusal, RouteReply, requestRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { findItem, isRefusal } from "../queue/find-item";
import { requestPayload } from "./claim-request";
import { requestRow } from "./request-row";

/** One request with its jobs and the whole prompt. */
export async function getRequest(
  core: Core,
  input: Parsed<typeof requestRoutes.get>,
): Promise<RouteReply<typeof requestRoutes.get> | Refusal> {
  const { read } = core.store;
  const item = await findItem(read, "requests", input.id);
  if (isRefusal(item)) return item;
  const { prompt } = await requestPayload(read, item.seq);
  return { ok: true, request: await requestRow(core, read, item), prompt };
}
