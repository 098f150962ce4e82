import { expireApproval, nextApprovalDue, overdueApprovals } from "../approvals/expire-approval";
import { endCompletionClaim } from "../completions/fail-completion";
import type { Core } from "../core";
import { endJobClaim } from "../jobs/fail-job";
import { QUEUES } from "../queue/codes";
import { availableItems, expiredClaims, graceForLeases, nextDue, overdueItems } from "../queue/due";
import { leaseRanOut } from "../queue/judge-failure";
import { promote, wakeItem } from "../queue/move-item";
import { endRequestClaim } from "../requests/fail-request";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";

/** Rows of each kind in one pass; more of them wait for the next, so that others can write in between. */
const PASS = 200;
/** After a pass that could not be written. */
const RETRY_MS = 1_000;

/**
 * Keeps every deadline: leases that ran out, back-offs that passed, promotions, approvals nobody decided on.
 * One timer stands at the earliest of them; nothing is polled. Every claim gets a whole lease from the start
 * on, as nobody could renew it while the server was away.
 */
export async function startSweep(core: Core): Promise<void> {
  await core.store.write((tx) => graceForLeases(tx, core.clock.now() + core.queue.settings.leaseMs));
  const run = () =>
    void sweepOnce(core).catch((error: unknown) => {
      core.log.error({ err: error }, "the sweep failed; it is tried again");
      core.queue.deadlines.arm(core.clock.now() + RETRY_MS);
    });
  core.queue.deadlines.start(run);
  await sweepOnce(core);
}

/** One pass over what is due now; sets the timer for what is next. */
export async function sweepOnce(core: Core): Promise<void> {
  const done = await core.store.write((tx) => pass(core, tx));
  const now = core.clock.now();
  if (typeof done !== "number") return core.queue.deadlines.arm(now + RETRY_MS);
  const times = [await nextDue(core.store.read), await nextApprovalDue(core.store.read)];
  for (const at of times) if (at !== null) core.queue.deadlines.arm(at);
}

async function pass(core: Core, tx: Tx): Promise<number> {
  const now = core.clock.now();
  const expired = await expiredClaims(tx, now, PASS);
  for (const item of expired) await endLostClaim(core, tx, item);
  const available = await availableItems(tx, now, PASS);
  for (const item of available) await wakeItem(core.queue, tx, item);
  const overdue = await overdueItems(tx, now, PASS);
  for (const item of overdue) await promote(core.queue, tx, item);
  const approvals = await overdueApprovals(tx, now, PASS);
  for (const approval of approvals) await expireApproval(core, tx, approval);
  return expired.length + available.length + overdue.length + approvals.length;
}

async function endLostClaim(core: Core, tx: Tx, item: ItemRow): Promise<void> {
  const end = { requests: endRequestClaim, jobs: endJobClaim, completions: endCompletionClaim }[
    QUEUES[item.queue] ?? "requests"
  ];
  await end(core, tx, item, leaseRanOut(item.lease_owner), null);
}
