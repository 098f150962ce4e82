import type { JobKind, jobRoutes, Refusal, RouteReply } from "@pushpals/protocol";
import { approvalById, approvalView } from "../approvals/approval-row";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import type { Parsed } from "../parsed";
import { claimNext, leaseOf } from "../queue/claim";
import { claimOrWait } from "../queue/claim-or-wait";
import { priorityName } from "../queue/codes";
import { payloadOf } from "../queue/find-item";
import type { Reader } from "../store/store";
import type { ItemRow } from "../store/tables";
import { jobContext, jobFields, ofJob } from "./job-item";
import { messagesAfter } from "./messages";
import { noteAgain } from "./note-again";

type Reply = RouteReply<typeof jobRoutes.claim>;

/** Claims the next job for a worker: one for anybody, or one meant for this worker. */
export function claimJob(
  core: Core,
  input: Parsed<typeof jobRoutes.claim>,
  signal?: AbortSignal,
): Promise<Reply | Refusal> {
  const { workerId, labels = [] } = input;
  return claimOrWait(
    core.queue,
    core.store,
    "jobs",
    workerId,
    input.waitMs ?? 0,
    signal,
    async (tx) => {
      const item = await claimNext(core.queue, tx, "jobs", workerId, labels);
      if (!item) return null;
      // What an earlier attempt has changed says nothing of what this one will.
      if (item.attempts > 1) await noteAgain(tx, item);
      const queueWaitMs = item.wait_ms ?? 0;
      const payload = { ...ofJob(item), workerId, attempt: item.attempts, queueWaitMs };
      await appendEvent(core.events, tx, item.session_id, "job_claimed", payload, jobContext(item));
      const reply: Reply = { ok: true, job: await claimedJob(tx, item), queueWaitMs, lease: leaseOf(item) };
      return { id: item.id, reply };
    },
    labels,
  );
}

async function claimedJob(reader: Reader, item: ItemRow): Promise<Reply["job"]> {
  const fields = await jobFields(reader, item.seq);
  return {
    jobId: item.id,
    taskId: fields.task_id,
    sessionId: item.session_id,
    requestId: item.request_id,
    kind: item.kind as JobKind,
    params: JSON.parse(await payloadOf(reader, item.seq)),
    priority: priorityName(item.priority),
    executionBudgetMs: fields.execution_budget_ms,
    finalizationBudgetMs: fields.finalization_budget_ms,
    turnId: item.turn_id,
    messages: await messagesAfter(reader, item.seq, 0),
    approval: await decidedApproval(reader, item),
  };
}

async function decidedApproval(reader: Reader, item: ItemRow): Promise<Reply["job"]["approval"]> {
  const row = item.approval_id === null ? undefined : await approvalById(reader, item.approval_id);
  return row ? approvalView(row) : null;
}
