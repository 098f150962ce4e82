import type { Failure, jobRoutes, Refusal, RouteReply } from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import { failClaim } from "../fail-claim";
import type { Parsed } from "../parsed";
import { CANCELLED } from "../queue/codes";
import type { Settlement } from "../queue/fence";
import { judgeFailure } from "../queue/judge-failure";
import { finish, putBack } from "../queue/move-item";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { jobChanged, tellJobFailed } from "./job-changed";
import { jobContext, ofJob } from "./job-item";

type Reply = RouteReply<typeof jobRoutes.fail>;

/** Settles a claimed job as failed, or hands it back when its class of failure is tried again. */
export const failJob = (core: Core, input: Parsed<typeof jobRoutes.fail>): Promise<Reply | Refusal> =>
  failClaim(core, "jobs", input, endJobClaim);

/** Ends one claim of a job in this failure: told by its worker, or found by the sweep. */
export async function endJobClaim(
  core: Core,
  tx: Tx,
  item: ItemRow,
  failure: Failure,
  as: Settlement | null,
): Promise<ItemRow> {
  const verdict = judgeFailure(core.queue, item, failure);
  if (verdict.kind === "retry") {
    const payload = { ...ofJob(item), failure, willRetry: true, attempt: item.attempts };
    await appendEvent(core.events, tx, item.session_id, "job_failed", payload, jobContext(item));
    return putBack(core.queue, tx, item, { availableAt: verdict.at, attempts: item.attempts, as, failure });
  }
  const after = await finish(core.queue, tx, item, verdict.status, as, verdict.failure);
  if (verdict.status === CANCELLED) await tellJobCancelled(core, tx, after, item.lease_owner ?? "server");
  else await tellJobFailed(core, tx, after, verdict.failure);
  await jobChanged(core, tx, after);
  return after;
}

export async function tellJobCancelled(core: Core, tx: Tx, item: ItemRow, by: string): Promise<void> {
  await appendEvent(core.events, tx, item.session_id, "job_cancelled", { ...ofJob(item), by }, jobContext(item));
}
