import {
  type Failure,
  type FailureCode,
  type JsonObject,
  type Rework,
  type TaskExecuteParams,
  taskOf,
} from "@pushpals/protocol";
import type { Core } from "../core";
import { priorityName } from "../queue/codes";
import { itemById, payloadOf } from "../queue/find-item";
import type { Tx } from "../store/store";
import type { CompletionTable, ItemRow } from "../store/tables";
import { addJob, type NewJob } from "./add-job";
import { choiceOf } from "./best-of/candidates";
import { addDependency, dependentsOf, removeDependency } from "./dependencies";
import { jobFields } from "./job-item";

/** Refusals of a landing that the same task can get around by starting from what has landed meanwhile. */
const FIT: ReadonlySet<FailureCode> = new Set(["merge_conflict", "not_fast_forward"]);

/**
 * Puts a task whose change could not land back in line, to be done again on the new state, in the transaction that ends
 * its landing. The new job stands in its request and its dependents wait for the new one. Null when the task is not
 * to be done again: another cause, too many rounds, or nothing that can be run again. A red check is no cause for a
 * script, which would do the very same again; an agent can make use of the output.
 */
export async function enqueueRework(
  core: Core,
  tx: Tx,
  job: ItemRow,
  completion: CompletionTable,
  failure: Failure,
): Promise<ItemRow | null> {
  const task = await taskToDoAgain(tx, job);
  if (task === null) return null;
  const byWords = task.lane !== "deterministic" && failure.code === "checks_failed";
  const round = (task.rework?.round ?? 0) + 1;
  if (!(FIT.has(failure.code) || byWords) || round > core.maxReworks) return null;
  const rework: Rework = {
    ofJobId: job.id,
    round,
    cause: failure.code,
    message: failure.message,
    branch: completion.branch,
    commitSha: completion.commit_sha,
    detail: failure.detail ?? {},
  };
  return await insert(core, tx, job, { ...task, rework });
}

/** What the job was to do; of one that chose, by whoever was chosen. Null when nothing can be done again. */
async function taskToDoAgain(tx: Tx, job: ItemRow): Promise<TaskExecuteParams | null> {
  const task = taskOf(job.kind, JSON.parse(await payloadOf(tx, job.seq)));
  if (task === null || job.kind !== "choose.execute") return task;
  const { chosen } = (await choiceOf(tx, job.seq)) ?? {};
  const winner = chosen === undefined ? undefined : await itemById(tx, "jobs", chosen);
  if (!winner) throw new Error(`job ${job.id} has landed the change of no candidate`);
  const agent = taskOf(winner.kind, JSON.parse(await payloadOf(tx, winner.seq)))?.agent;
  return { ...task, ...(agent ? { agent } : {}) };
}

async function insert(core: Core, tx: Tx, job: ItemRow, task: TaskExecuteParams): Promise<ItemRow> {
  const fields = await jobFields(tx, job.seq);
  const again: NewJob = {
    taskId: fields.task_id,
    sessionId: job.session_id,
    kind: "task.execute",
    params: task as JsonObject,
    title: job.title,
    priority: priorityName(job.base_priority),
    executionBudgetMs: fields.execution_budget_ms,
    finalizationBudgetMs: fields.finalization_budget_ms,
  };
  const request = job.request_id === null ? undefined : await itemById(tx, "requests", job.request_id);
  const added = await addJob(core, tx, again, { task, waits: [], request });
  if (!added.ok) throw new Error(`a job without a key cannot be refused: ${added.message}`);
  for (const dependent of await dependentsOf(tx, job.seq)) {
    await addDependency(tx, dependent.seq, added.item.seq, dependent.start_when);
    await removeDependency(tx, dependent.seq, job.seq);
  }
  return added.item;
}

/** The failure of a landing as it is kept and told, when the task is done again. */
export const reworked = (failure: Failure, by: ItemRow): Failure => ({
  code: failure.code,
  message: `${failure.message.slice(0, 3_800)} The task is being done again on the new state, as job ${by.id.slice(-8)}.`,
  detail: { ...failure.detail, reworkJobId: by.id },
});
