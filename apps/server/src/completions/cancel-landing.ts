import { CANCELLED_ON_REQUEST } from "../cancelled";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import { tellJobCancelled } from "../jobs/fail-job";
import { jobChanged } from "../jobs/job-changed";
import { jobContext } from "../jobs/job-item";
import { LANDING_FAILED } from "../jobs/landing-codes";
import { BLOCKED, CANCELLED, PENDING } from "../queue/codes";
import type { Settlement } from "../queue/fence";
import { itemBySeq } from "../queue/find-item";
import { finish } from "../queue/move-item";
import { statement } from "../store/statement";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { completionOfJob, ofCompletion, setLanding } from "./completion-item";

const VOID_APPROVALS = statement(
  "UPDATE approvals SET status = 'expired', decided_at = ?2 WHERE completion_id = ?1 AND status = 'pending'",
);

/** Cancels the landing of a job that still waits for it; false when the landing has begun. */
export async function cancelLanding(core: Core, tx: Tx, job: ItemRow, by: string): Promise<boolean> {
  const completion = await completionOfJob(tx, job.seq);
  if (!completion) throw new Error(`job ${job.id} waits to land, but has no completion`);
  const item = await itemBySeq(tx, completion.seq);
  if (item.status !== BLOCKED && item.status !== PENDING) return false;
  await endLandingCancelled(core, tx, item, job, by, null);
  return true;
}

/** Ends a completion, and with it the landing of its job, as cancelled. */
export async function endLandingCancelled(
  core: Core,
  tx: Tx,
  item: ItemRow,
  job: ItemRow,
  by: string,
  as: Settlement | null,
): Promise<ItemRow> {
  const failure = CANCELLED_ON_REQUEST;
  const after = await finish(core.queue, tx, item, CANCELLED, as, failure);
  await tx.run(VOID_APPROVALS, item.id, core.clock.now());
  await setLanding(tx, job.seq, LANDING_FAILED, JSON.stringify(failure), null);
  const completion = await completionOfJob(tx, job.seq);
  const payload = { ...ofCompletion(item, job), failure, willRetry: false, branch: completion?.branch ?? "" };
  await appendEvent(core.events, tx, item.session_id, "merge_failed", payload, jobContext(job));
  await tellJobCancelled(core, tx, job, by);
  await jobChanged(core, tx, job);
  return after;
}
