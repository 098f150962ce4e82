import {
  type AgentChoice,
  DEFAULT_EXECUTION_BUDGET_MS,
  DEFAULT_FINALIZATION_BUDGET_MS,
  DEFAULT_QUEUE_WAIT_BUDGET_MS,
  JOB_PARAMS,
  type JobKind,
  type JsonObject,
  type Priority,
  preview,
  type Refusal,
  refuse,
  refuseInvalid,
  type TaskExecuteParams,
} from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import { type Enqueued, enqueue } from "../queue/enqueue";
import { labelTarget } from "../queue/labels";
import { statement } from "../store/statement";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { noteCandidate } from "./best-of/candidates";
import { addDependency, hopeFor, type JobState } from "./dependencies";
import { failByDependency } from "./job-changed";
import { jobContext, ofJob } from "./job-item";
import { notePaths } from "./paths";

/** A job to enqueue, by whichever route it came. */
export interface NewJob {
  taskId: string;
  sessionId: string;
  kind: JobKind;
  params: JsonObject;
  title?: string | undefined;
  priority?: Priority | undefined;
  targetWorkerId?: string | undefined;
  labels?: string[] | undefined;
  executionBudgetMs?: number | undefined;
  finalizationBudgetMs?: number | undefined;
}

/** A job that another one starts after, and when that is. */
export interface Wait {
  on: JobState;
  /** `clear`: once it has ended, or is known not to touch the same paths. */
  startWhen: "completed" | "landed" | "ended" | "clear";
}

const INSERT = statement(
  `INSERT INTO jobs (seq, task_id, lane, start_when, execution_budget_ms, finalization_budget_ms)
   VALUES (?1, ?2, ?3, ?4, ?5, ?6)`,
);

/** A job as one of several that do the same task. */
export interface AsCandidate {
  /** Id of the job that chooses. */
  of: string;
  number: number;
  count: number;
  agent?: AgentChoice | undefined;
}

/** The params of a job against the schema of its kind; null for a kind that has no task. */
export function readTask(job: NewJob, requestId: string | undefined): { task: TaskExecuteParams | null } | Refusal {
  const params = JOB_PARAMS[job.kind].safeParse(job.params);
  if (!params.success) return refuseInvalid(`params of ${job.kind}`, params.error);
  if (job.kind === "choose.execute") return refuse("bad_request", "Only the server makes jobs that choose.");
  const task = job.kind === "task.execute" ? (params.data as TaskExecuteParams) : null;
  if (job.params["sessionId"] !== job.sessionId)
    return refuse("bad_request", "params.sessionId is not the sessionId of the job. Both name the same session.");
  if (task && requestId !== undefined && task.requestId !== requestId)
    return refuse("bad_request", "params.requestId is not the request's id. Both name what the job comes from.");
  if (job.targetWorkerId !== undefined && job.labels !== undefined)
    return refuse("bad_request", "targetWorkerId names the one worker, so labels say nothing more. Give one of them.");
  return { task };
}

/** Enqueues a job with its paths, what it waits for, and its events; does nothing more when its key is known. */
export async function addJob(
  core: Core,
  tx: Tx,
  job: NewJob,
  given: {
    task: TaskExecuteParams | null;
    waits: readonly Wait[];
    request: ItemRow | undefined;
    idempotency?: { key: string; hash: string } | undefined;
    candidate?: AsCandidate | undefined;
    /** Of the job, where it had to be told before. */
    id?: string | undefined;
  },
): Promise<Enqueued | Refusal> {
  const { task, waits, request, idempotency, candidate, id } = given;
  const priority = job.priority ?? task?.planning.queuePriority ?? "normal";
  const added = await enqueue(core.queue, tx, {
    id,
    queue: "jobs",
    sessionId: job.sessionId,
    kind: job.kind,
    title: job.title ?? titleOf(task),
    priority,
    waitBudgetMs: task?.planning.queueWaitBudgetMs ?? DEFAULT_QUEUE_WAIT_BUDGET_MS[priority],
    payload: JSON.stringify(job.params),
    target: job.targetWorkerId ?? labelTarget(job.labels),
    requestId: request?.id ?? null,
    turnId: request?.turn_id ?? null,
    idempotency,
    blocked: waits.some(({ on, startWhen }) => hopeFor(startWhen, on) !== "satisfied"),
  });
  if (added.ok && !added.known) await describe(core, tx, job, { priority, task, waits, candidate }, added);
  return added;
}

const titleOf = (task: TaskExecuteParams | null): string =>
  task ? preview(task.instruction.split("\n", 1)[0] ?? "").slice(0, 120) : "Warm-up of a worker";

/** Writes what a job has beside its place in the queue, and its events. */
async function describe(
  core: Core,
  tx: Tx,
  job: NewJob,
  given: {
    priority: Priority;
    task: TaskExecuteParams | null;
    waits: readonly Wait[];
    candidate: AsCandidate | undefined;
  },
  added: Enqueued,
): Promise<void> {
  const { priority, task, waits, candidate } = given;
  // Whoever chooses works in no lane.
  const lane = job.kind === "task.execute" ? task?.lane : undefined;
  const { item, position: queuePosition, etaMs } = added;
  const execution = job.executionBudgetMs ?? task?.planning.executionBudgetMs ?? DEFAULT_EXECUTION_BUDGET_MS;
  const finalization =
    job.finalizationBudgetMs ?? task?.planning.finalizationBudgetMs ?? DEFAULT_FINALIZATION_BUDGET_MS;
  const startWhen = waits[0]?.startWhen ?? "landed";
  await tx.run(INSERT, item.seq, job.taskId, lane ?? null, startWhen, execution, finalization);
  await notePaths(tx, item.seq, task?.planning.targetPaths ?? []);
  if (candidate) await noteCandidate(tx, item.seq, candidate);
  const context = jobContext(item);
  const reworkOf = task?.rework?.ofJobId;
  const created = {
    ...{ ...ofJob(item), taskId: job.taskId, title: item.title },
    ...(reworkOf ? { reworkOf } : {}),
    ...(candidate ? { candidate } : {}),
  };
  await appendEvent(core.events, tx, item.session_id, "task_created", created, context);
  const enqueued = {
    ...ofJob(item),
    kind: job.kind,
    ...(lane ? { lane } : {}),
    priority,
    dependsOn: waits.map(({ on }) => on.id),
    queuePosition,
    etaMs,
  };
  await appendEvent(core.events, tx, item.session_id, "job_enqueued", enqueued, context);
  await waitFor(core, tx, item, waits);
}

async function waitFor(core: Core, tx: Tx, item: ItemRow, waits: readonly Wait[]): Promise<void> {
  for (const { on, startWhen } of waits)
    if (hopeFor(startWhen, on) !== "satisfied") await addDependency(tx, item.seq, on.seq, startWhen);
  const hopeless = waits.find(({ on, startWhen }) => hopeFor(startWhen, on) === "never");
  if (hopeless) await failByDependency(core, tx, item, hopeless.on.id);
}
