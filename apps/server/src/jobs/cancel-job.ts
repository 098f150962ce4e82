import { type jobRoutes, type Refusal, type RouteReply, refuse } from "@pushpals/protocol";
import { CANCELLED_ON_REQUEST } from "../cancelled";
import { cancelLanding } from "../completions/cancel-landing";
import type { Core, Principal } from "../core";
import type { Parsed } from "../parsed";
import { CANCELLED, CLAIMED, isTerminal, statusName } from "../queue/codes";
import { findItem, isRefusal, itemBySeq } from "../queue/find-item";
import { askCancel, finish } from "../queue/move-item";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { candidatesOf } from "./best-of/candidates";
import { passOnDependencies } from "./dependencies";
import { tellJobCancelled } from "./fail-job";
import { jobChanged } from "./job-changed";
import { jobFields } from "./job-item";
import { LANDING_WAITING, landingName } from "./landing-codes";

type Reply = RouteReply<typeof jobRoutes.cancel>;

/** Cancels a job: at once when it waits, by its worker when it runs, before its landing has begun. */
export function cancelJob(
  core: Core,
  input: Parsed<typeof jobRoutes.cancel>,
  caller: Principal,
): Promise<Reply | Refusal> {
  return core.store.write(async (tx): Promise<Reply | Refusal> => {
    const item = await findItem(tx, "jobs", input.id);
    if (isRefusal(item)) return item;
    const result = await cancelJobItem(core, tx, item, caller.name);
    if (result === "cancelled") return { ok: true, cancelled: true, cancelRequested: false };
    if (result === "asked") return { ok: true, cancelled: false, cancelRequested: true };
    if (item.status === CANCELLED) return { ok: true, cancelled: true, cancelRequested: false };
    if (result === "landing")
      return refuse(
        "landing_in_progress",
        "The change is being landed right now. Once it has landed, undo it with /revert.",
      );
    const { landing } = await jobFields(tx, item.seq);
    const state = `${statusName(item.status)}, landing ${landingName(landing)}`;
    return refuse(
      "already_settled",
      `The job is over already (${state}). A change that landed can be undone with /revert.`,
    );
  });
}

export type Cancelled = "cancelled" | "asked" | "landing" | "over";

/** `cancelled` at once, `asked` of its worker, or too late: it is being landed, or is over. */
export async function cancelJobItem(core: Core, tx: Tx, item: ItemRow, by: string): Promise<Cancelled> {
  if (item.status === CLAIMED) {
    await askCancel(core.queue, tx, item);
    return "asked";
  }
  if (isTerminal(item.status)) {
    const { landing } = await jobFields(tx, item.seq);
    if (landing !== LANDING_WAITING) return "over";
    return (await cancelLanding(core, tx, item, by)) ? "cancelled" : "landing";
  }
  await passOnDependencies(tx, item.seq);
  const after = await finish(core.queue, tx, item, CANCELLED, null, CANCELLED_ON_REQUEST);
  await tellJobCancelled(core, tx, after, by);
  await jobChanged(core, tx, after);
  // Nothing that they make could land any more.
  for (const candidate of await candidatesOf(tx, item.id))
    await cancelJobItem(core, tx, await itemBySeq(tx, candidate.job_seq), by);
  return "cancelled";
}
