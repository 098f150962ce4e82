import {
  DEFAULT_EXECUTION_BUDGET_MS,
  DEFAULT_FINALIZATION_BUDGET_MS,
  DEFAULT_QUEUE_WAIT_BUDGET_MS,
  JOB_PARAMS,
  type jobRoutes,
  preview,
  type Refusal,
  type RouteReply,
  refuse,
  refuseInvalid,
  type TaskExecuteParams,
} from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import { idempotencyOf } from "../idempotency";
import type { Known } from "../known";
import type { Parsed } from "../parsed";
import { type Enqueued, enqueue } from "../queue/enqueue";
import { type Fenced, fence } from "../queue/fence";
import { itemById } from "../queue/find-item";
import { sessionCursor } from "../sessions/session";
import { statement } from "../store/statement";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { addDependency, hopeFor, type JobState, jobStateById } from "./dependencies";
import { handOverRequest } from "./hand-over-request";
import { failByDependency } from "./job-changed";
import { jobContext, ofJob } from "./job-item";
import { notePaths } from "./paths";

type Input = Parsed<typeof jobRoutes.enqueue>;
type Reply = RouteReply<typeof jobRoutes.enqueue>;

const INSERT = statement(
  `INSERT INTO jobs (seq, task_id, lane, start_when, execution_budget_ms, finalization_budget_ms)
   VALUES (?1, ?2, ?3, ?4, ?5, ?6)`,
);

/** Enqueues a job. With `request`, settles the request that it comes from in the same transaction. */
export async function enqueueJob(core: Core, input: Input): Promise<Known<Reply> | Refusal> {
  const params = JOB_PARAMS[input.kind].safeParse(input.params);
  if (!params.success) return refuseInvalid(`params of ${input.kind}`, params.error);
  const task = input.kind === "task.execute" ? (params.data as TaskExecuteParams) : null;
  const odd = contradiction(input, task);
  if (odd) return odd;
  return core.store.write(async (tx): Promise<Known<Reply> | Refusal> => {
    const session = await sessionCursor(tx, input.sessionId);
    if (!session.ok) return session;
    const held = input.request
      ? await fence(tx, "requests", input.request.id, input.request.leaseToken, "hand_over")
      : null;
    if (held?.kind === "refused") return held.refusal;
    const dependencies = await resolve(tx, input.dependsOn ?? []);
    if (!Array.isArray(dependencies)) return dependencies;
    const added = await insert(core, tx, input, task, dependencies, held);
    if (!added.ok) return added;
    if (held?.kind === "repeated" && !added.known)
      return refuse("already_settled", "This claim of the request was handed over already, with other jobs.");
    const { item, position, etaMs, known } = added;
    if (!known) await describe(core, tx, input, task, added, dependencies);
    if (held?.kind === "held") await handOverRequest(core, tx, held.item, input.request?.assistantMessage);
    return { ok: true, known, reply: { ok: true, jobId: item.id, queuePosition: position, etaMs } };
  });
}

function contradiction(input: Input, task: TaskExecuteParams | null): Refusal | null {
  if (input.params["sessionId"] !== input.sessionId)
    return refuse("bad_request", "params.sessionId is not the sessionId of the job. Both name the same session.");
  if (task && input.request && task.requestId !== input.request.id)
    return refuse("bad_request", "params.requestId is not request.id. Both name the request that the job comes from.");
  return null;
}

async function resolve(tx: Tx, ids: readonly string[]): Promise<JobState[] | Refusal> {
  const found: JobState[] = [];
  for (const id of new Set(ids)) {
    const state = await jobStateById(tx, id);
    if (!state) return refuse("dependency_unknown", `There is no job ${id} to depend on.`, { jobId: id });
    found.push(state);
  }
  return found;
}

async function insert(
  core: Core,
  tx: Tx,
  input: Input,
  task: TaskExecuteParams | null,
  dependencies: readonly JobState[],
  held: Fenced | null,
): Promise<Enqueued | Refusal> {
  // The lease is no part of what makes two calls the same.
  const { idempotencyKey, request: _, ...body } = input;
  const priority = input.priority ?? task?.planning.queuePriority ?? "normal";
  const startWhen = input.startWhen ?? "landed";
  const request = await requestOf(tx, task?.requestId ?? input.request?.id, held);
  return enqueue(core.queue, tx, {
    queue: "jobs",
    sessionId: input.sessionId,
    kind: input.kind,
    title: input.title ?? titleOf(task),
    priority,
    waitBudgetMs: task?.planning.queueWaitBudgetMs ?? DEFAULT_QUEUE_WAIT_BUDGET_MS[priority],
    payload: JSON.stringify(input.params),
    target: input.targetWorkerId,
    requestId: request?.id ?? null,
    turnId: request?.turn_id ?? null,
    idempotency: idempotencyOf(idempotencyKey, body),
    blocked: dependencies.some((on) => hopeFor(startWhen, on) !== "satisfied"),
  });
}

async function requestOf(tx: Tx, id: string | undefined, held: Fenced | null): Promise<ItemRow | undefined> {
  if (held && held.kind !== "refused") return held.item;
  return id === undefined ? undefined : itemById(tx, "requests", id);
}

const titleOf = (task: TaskExecuteParams | null): string =>
  task ? preview(task.instruction.split("\n", 1)[0] ?? "").slice(0, 120) : "Warm-up of a worker";

/** Writes what a job has beside its place in the queue, and its events. */
async function describe(
  core: Core,
  tx: Tx,
  input: Input,
  task: TaskExecuteParams | null,
  added: Enqueued,
  dependencies: readonly JobState[],
): Promise<void> {
  const { item, position: queuePosition, etaMs } = added;
  const startWhen = input.startWhen ?? "landed";
  const execution = input.executionBudgetMs ?? task?.planning.executionBudgetMs ?? DEFAULT_EXECUTION_BUDGET_MS;
  const finalization =
    input.finalizationBudgetMs ?? task?.planning.finalizationBudgetMs ?? DEFAULT_FINALIZATION_BUDGET_MS;
  await tx.run(INSERT, item.seq, input.taskId, task?.lane ?? null, startWhen, execution, finalization);
  await notePaths(tx, item.seq, task?.planning.targetPaths ?? []);
  const context = jobContext(item);
  const created = { ...ofJob(item), taskId: input.taskId, title: item.title };
  await appendEvent(core.events, tx, item.session_id, "task_created", created, context);
  const enqueued = {
    ...ofJob(item),
    kind: input.kind,
    ...(task ? { lane: task.lane } : {}),
    priority: input.priority ?? task?.planning.queuePriority ?? ("normal" as const),
    dependsOn: dependencies.map((on) => on.id),
    queuePosition,
    etaMs,
  };
  await appendEvent(core.events, tx, item.session_id, "job_enqueued", enqueued, context);
  await waitFor(core, tx, item, startWhen, dependencies);
}

async function waitFor(
  core: Core,
  tx: Tx,
  item: ItemRow,
  startWhen: string,
  dependencies: readonly JobState[],
): Promise<void> {
  for (const on of dependencies) if (hopeFor(startWhen, on) !== "satisfied") await addDependency(tx, item.seq, on.seq);
  const hopeless = dependencies.find((on) => hopeFor(startWhen, on) === "never");
  if (hopeless) await failByDependency(core, tx, item, hopeless.id);
}
