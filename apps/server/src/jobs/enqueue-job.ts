import { type jobRoutes, type Refusal, type RouteReply, refuse, type TaskExecuteParams } from "@pushpals/protocol";
import type { Core } from "../core";
import { idempotencyOf } from "../idempotency";
import type { Known } from "../known";
import type { Parsed } from "../parsed";
import { type Fenced, fence } from "../queue/fence";
import { itemById } from "../queue/find-item";
import { sessionCursor } from "../sessions/session";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { addJob, readTask, type Wait } from "./add-job";
import { jobStateById } from "./dependencies";
import { handOverRequest } from "./hand-over-request";

type Input = Parsed<typeof jobRoutes.enqueue>;
type Reply = RouteReply<typeof jobRoutes.enqueue>;

/** Enqueues a job. With `request`, settles the request that it comes from in the same transaction. */
export async function enqueueJob(core: Core, input: Input): Promise<Known<Reply> | Refusal> {
  const read = readTask(input, input.request?.id);
  if ("ok" in read) return read;
  return core.store.write(async (tx): Promise<Known<Reply> | Refusal> => {
    const session = await sessionCursor(tx, input.sessionId);
    if (!session.ok) return session;
    const held = input.request
      ? await fence(tx, "requests", input.request.id, input.request.leaseToken, "hand_over")
      : null;
    if (held?.kind === "refused") return held.refusal;
    const waits = await waitsFor(tx, input.dependsOn ?? [], input.startWhen ?? "landed");
    if (!Array.isArray(waits)) return waits;
    const request = await requestOf(tx, input, read.task, held);
    // The lease is no part of what makes two calls the same.
    const { idempotencyKey, request: _, ...body } = input;
    const idempotency = idempotencyOf(idempotencyKey, body);
    const added = await addJob(core, tx, input, { task: read.task, waits, request, idempotency });
    if (!added.ok) return added;
    if (held?.kind === "repeated" && !added.known)
      return refuse("already_settled", "This claim of the request was handed over already, with other jobs.");
    const { item, position, etaMs, known } = added;
    if (held?.kind === "held") await handOverRequest(core, tx, held.item, input.request?.assistantMessage);
    return { ok: true, known, reply: { ok: true, jobId: item.id, queuePosition: position, etaMs } };
  });
}

/** The jobs of these ids, each once, as what to start after. */
export async function waitsFor(
  tx: Tx,
  ids: readonly string[],
  startWhen: Wait["startWhen"],
): Promise<Wait[] | Refusal> {
  const found: Wait[] = [];
  for (const id of new Set(ids)) {
    const on = await jobStateById(tx, id);
    if (!on) return refuse("dependency_unknown", `There is no job ${id} to depend on.`, { jobId: id });
    found.push({ on, startWhen });
  }
  return found;
}

async function requestOf(
  tx: Tx,
  input: Input,
  task: TaskExecuteParams | null,
  held: Fenced | null,
): Promise<ItemRow | undefined> {
  if (held && held.kind !== "refused") return held.item;
  const id = task?.requestId ?? input.request?.id;
  return id === undefined ? undefined : itemById(tx, "requests", id);
}
