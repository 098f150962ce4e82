import { type Refusal, type RouteReply, refuse, type requestRoutes } from "@pushpals/protocol";
import { CANCELLED_ON_REQUEST } from "../cancelled";
import type { Core, Principal } from "../core";
import { cancelJobItem } from "../jobs/cancel-job";
import type { Parsed } from "../parsed";
import { CANCELLED, CLAIMED, isTerminal } from "../queue/codes";
import { findItem, isRefusal, itemById } from "../queue/find-item";
import { askCancel } from "../queue/move-item";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { JOBS_OF_REQUEST } from "./end-request";
import { endRequestBadly } from "./fail-request";

type Reply = RouteReply<typeof requestRoutes.cancel>;

/** Cancels a request, whatever has become of it, except for what is landing now or has landed. */
export function cancelRequest(
  core: Core,
  input: Parsed<typeof requestRoutes.cancel>,
  caller: Principal,
): Promise<Reply | Refusal> {
  return core.store.write(async (tx): Promise<Reply | Refusal> => {
    const item = await findItem(tx, "requests", input.id);
    if (isRefusal(item)) return item;
    const all = await cancelRequestItem(core, tx, item, caller.name);
    if (all.length > 0)
      return {
        ok: true,
        cancelled: all.every((one) => one === "cancelled"),
        cancelRequested: all.some((one) => one === "asked"),
      };
    if (item.status === CANCELLED || item.outcome === "cancelled")
      return { ok: true, cancelled: true, cancelRequested: false };
    if (item.outcome === null)
      return refuse(
        "landing_in_progress",
        "A change of this request is being landed right now. Look again in a moment.",
      );
    return refuse("already_settled", `The request is over already: ${item.outcome}.`);
  });
}

/** Cancels a request and its jobs: what became of each that could be cancelled. */
export async function cancelRequestItem(core: Core, tx: Tx, item: ItemRow, by: string) {
  const own = await cancelItself(core, tx, item);
  const jobs = await cancelJobsOf(core, tx, item.id, by);
  return own === null ? jobs : [own, ...jobs];
}

async function cancelItself(core: Core, tx: Tx, item: ItemRow): Promise<"cancelled" | "asked" | null> {
  if (isTerminal(item.status)) return null;
  if (item.status === CLAIMED) {
    await askCancel(core.queue, tx, item);
    return "asked";
  }
  await endRequestBadly(core, tx, item, CANCELLED, CANCELLED_ON_REQUEST, null);
  return "cancelled";
}

/** Cancels all jobs of a request that can be; those that cannot any more are left out. */
export async function cancelJobsOf(core: Core, tx: Tx, requestId: string, by: string) {
  const done: ("cancelled" | "asked")[] = [];
  // Last first: a job is gone before the one it waits for would let it start.
  for (const { id } of (await tx.all(JOBS_OF_REQUEST, requestId)).reverse()) {
    const job = await itemById(tx, "jobs", id);
    const result = job ? await cancelJobItem(core, tx, job, by) : "over";
    if (result === "cancelled" || result === "asked") done.push(result);
  }
  return done;
}
