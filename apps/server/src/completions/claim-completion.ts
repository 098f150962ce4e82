import type { completionRoutes, Refusal, RouteReply } from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import { evidenceOf } from "../jobs/evidence";
import { jobContext } from "../jobs/job-item";
import type { Parsed } from "../parsed";
import { claimNext, leaseOf } from "../queue/claim";
import { claimOrWait } from "../queue/claim-or-wait";
import { priorityName } from "../queue/codes";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { ofCompletion, withJob } from "./completion-item";

type Reply = RouteReply<typeof completionRoutes.claim>;

/** Claims the next change to land. */
export function claimCompletion(
  core: Core,
  input: Parsed<typeof completionRoutes.claim>,
  signal?: AbortSignal,
): Promise<Reply | Refusal> {
  const { pusherId } = input;
  return claimOrWait(core.queue, core.store, "completions", pusherId, input.waitMs ?? 0, signal, async (tx) => {
    const item = await claimNext(core.queue, tx, "completions", pusherId);
    return item ? { id: item.id, reply: await begin(core, tx, item, pusherId) } : null;
  });
}

async function begin(core: Core, tx: Tx, item: ItemRow, pusherId: string): Promise<Reply> {
  const { fields, job } = await withJob(tx, item);
  const payload = { ...ofCompletion(item, job), pusherId, attempt: item.attempts };
  await appendEvent(core.events, tx, item.session_id, "merge_started", payload, jobContext(job));
  return {
    ok: true,
    queueWaitMs: item.wait_ms ?? 0,
    lease: leaseOf(item),
    completion: {
      completionId: item.id,
      jobId: job.id,
      requestId: job.request_id,
      sessionId: item.session_id,
      workerId: fields.worker_id,
      commitSha: fields.commit_sha,
      branch: fields.branch,
      message: fields.message,
      prTitle: fields.pr_title,
      prBody: fields.pr_body,
      evidence: await evidenceOf(tx, job.seq),
      priority: priorityName(item.priority),
      turnId: item.turn_id,
      approvalId: item.approval_id,
    },
  };
}
