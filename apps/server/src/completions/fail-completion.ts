import type { completionRoutes, EventPayload, Failure, Refusal, RouteReply } from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import { failClaim } from "../fail-claim";
import { enqueueRework, reworked } from "../jobs/enqueue-rework";
import { jobChanged, tellTaskFailed } from "../jobs/job-changed";
import { jobContext } from "../jobs/job-item";
import { LANDING_FAILED } from "../jobs/landing-codes";
import type { Parsed } from "../parsed";
import { CANCELLED } from "../queue/codes";
import type { Settlement } from "../queue/fence";
import { judgeFailure } from "../queue/judge-failure";
import { finish, putBack } from "../queue/move-item";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { endLandingCancelled } from "./cancel-landing";
import { ofCompletion, setLanding, withJob } from "./completion-item";

type Reply = RouteReply<typeof completionRoutes.fail>;

/** Settles a completion as not landed, or hands it back when its class of failure is tried again. */
export const failCompletion = (core: Core, input: Parsed<typeof completionRoutes.fail>): Promise<Reply | Refusal> =>
  failClaim(core, "completions", input, endCompletionClaim);

/** Ends one claim of a completion in this failure: told by its holder, or found by the sweep. */
export async function endCompletionClaim(
  core: Core,
  tx: Tx,
  item: ItemRow,
  reported: Failure,
  as: Settlement | null,
): Promise<ItemRow> {
  const verdict = judgeFailure(core.queue, item, reported);
  const { fields, job } = await withJob(tx, item);
  if (verdict.kind === "end" && verdict.status === CANCELLED)
    return endLandingCancelled(core, tx, item, job, item.lease_owner ?? "server", as);
  if (verdict.kind === "retry") {
    const { failure } = verdict;
    await tellFailed(core, tx, item, job, { failure, willRetry: true, branch: fields.branch });
    return putBack(core.queue, tx, item, { availableAt: verdict.at, attempts: item.attempts, as, failure });
  }
  const again = await enqueueRework(core, tx, job, fields, verdict.failure);
  const failure = again ? reworked(verdict.failure, again) : verdict.failure;
  const told = { failure, willRetry: false, branch: fields.branch, ...(again ? { reworkJobId: again.id } : {}) };
  await tellFailed(core, tx, item, job, told);
  const after = await finish(core.queue, tx, item, verdict.status, as, failure);
  await setLanding(tx, job.seq, LANDING_FAILED, JSON.stringify(failure), null);
  if (!again) await tellTaskFailed(core, tx, job, failure);
  await jobChanged(core, tx, job);
  return after;
}

type Told = Pick<EventPayload<"merge_failed">, "failure" | "willRetry" | "branch" | "reworkJobId">;

async function tellFailed(core: Core, tx: Tx, item: ItemRow, job: ItemRow, told: Told): Promise<void> {
  await appendEvent(
    core.events,
    tx,
    item.session_id,
    "merge_failed",
    { ...ofCompletion(item, job), ...told },
    jobContext(job),
  );
}
