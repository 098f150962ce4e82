import type { Failure } from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import { FAILED } from "../queue/codes";
import { finish, wakeItem } from "../queue/move-item";
import { endRequestIfOver } from "../requests/end-request";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { forgetChange } from "./changes";
import {
  dependentsOf,
  hasDependencies,
  hopeFor,
  type JobState,
  jobState,
  passOnDependencies,
  removeDependency,
} from "./dependencies";
import { hasEnded, jobContext, jobFields, ofJob } from "./job-item";
import { forgetPaths } from "./paths";

/** Call after each change of a job's state or landing: lets others start, or fail, and ends what is over by it. */
export async function jobChanged(core: Core, tx: Tx, job: ItemRow): Promise<void> {
  const state = await jobState(tx, job.seq);
  if (!state) throw new Error(`job ${job.seq} does not exist`);
  for (const dependent of await dependentsOf(tx, job.seq)) await tell(core, tx, dependent, state);
  if (!hasEnded(state.status, state.landing)) return;
  await forgetPaths(tx, job.seq);
  await forgetChange(tx, job.seq);
  tx.afterCommit(() => core.queue.signals.notify(`log:${job.id}`));
  await endRequestIfOver(core, tx, job.request_id);
}

async function tell(core: Core, tx: Tx, dependent: ItemRow & { start_when: string }, on: JobState): Promise<void> {
  const hope = hopeFor(dependent.start_when, on);
  if (hope === "waits") return;
  if (hope === "never") return failByDependency(core, tx, dependent, on.id);
  await removeDependency(tx, dependent.seq, on.seq);
  if (!(await hasDependencies(tx, dependent.seq))) await wakeItem(core.queue, tx, dependent);
}

/** Ends a blocked job that can never start. Its dependencies stay noted, for a redrive. */
export async function failByDependency(core: Core, tx: Tx, item: ItemRow, dependency: string): Promise<void> {
  const failure: Failure = {
    code: "dependency_failed",
    message: "A job that this one depends on did not succeed, so it was not started. Redrive that one, then this one.",
    detail: { jobId: dependency },
  };
  await passOnDependencies(tx, item.seq);
  await endJobBadly(core, tx, item, failure);
}

async function endJobBadly(core: Core, tx: Tx, item: ItemRow, failure: Failure): Promise<void> {
  const after = await finish(core.queue, tx, item, FAILED, null, failure);
  await tellJobFailed(core, tx, after, failure);
  await jobChanged(core, tx, after);
}

/** The events of a job that failed for good. */
export async function tellJobFailed(core: Core, tx: Tx, item: ItemRow, failure: Failure): Promise<void> {
  const context = jobContext(item);
  const failed = { ...ofJob(item), failure, willRetry: false, attempt: item.attempts };
  await appendEvent(core.events, tx, item.session_id, "job_failed", failed, context);
  await tellTaskFailed(core, tx, item, failure);
}

export async function tellTaskFailed(core: Core, tx: Tx, item: ItemRow, failure: Failure): Promise<void> {
  const { task_id: taskId } = await jobFields(tx, item.seq);
  const payload = { ...ofJob(item), taskId, failure };
  await appendEvent(core.events, tx, item.session_id, "task_failed", payload, jobContext(item));
}
