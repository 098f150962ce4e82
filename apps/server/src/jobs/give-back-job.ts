import type { Refusal } from "@pushpals/protocol";
import { CANCELLED_ON_REQUEST } from "../cancelled";
import type { Core } from "../core";
import { type Claim, giveBack, type Until } from "../queue/give-back";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { endJobClaim } from "./fail-job";

/** Parks a job, without counting the attempt: it holds no worker until it is woken. */
export const PARKED: Until = { availableAt: null, parked: true };

/** The end of a job's claim by which it is cancelled. */
export const cancelClaim =
  (core: Core) =>
  async (tx: Tx, item: ItemRow): Promise<void> =>
    void (await endJobClaim(core, tx, item, CANCELLED_ON_REQUEST, "release"));

/** Gives a job back, without counting the attempt, on what `until` says. */
export const giveBackJob = (
  core: Core,
  claim: Claim,
  until: (tx: Tx, item: ItemRow) => Promise<Until | Refusal>,
): Promise<{ ok: true } | Refusal> =>
  giveBack(core.queue, core.store, "jobs", claim, { cancel: cancelClaim(core), until });
