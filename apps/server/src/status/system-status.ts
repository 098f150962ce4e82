import { PROTOCOL_VERSION, type QueueStatus, type SystemStatus, WORKER_TTL_MS } from "@pushpals/protocol";
import type { Core } from "../core";
import { type QueueName, queueCode } from "../queue/codes";
import { itemBySeq } from "../queue/find-item";
import { queueSummary } from "../queue/item-view";
import { landingOf, workerRows } from "../workers/list-workers";

/** Workers, queues and the service level: from memory and a few rows, however long the history. */
export async function systemStatus(core: Core, startedAt: number): Promise<SystemStatus> {
  return {
    ok: true,
    ts: core.clock.now(),
    startedAt,
    protocolVersion: PROTOCOL_VERSION,
    workers: await workerRows(core, WORKER_TTL_MS),
    queues: {
      requests: await queueStatus(core, "requests"),
      jobs: await queueStatus(core, "jobs"),
      completions: await queueStatus(core, "completions"),
    },
    landing: await landingOf(core, WORKER_TTL_MS),
  };
}

async function queueStatus(core: Core, name: QueueName): Promise<QueueStatus> {
  const waits: number[] = [];
  for (const seq of core.queue.book.heads(queueCode(name))) {
    const item = await itemBySeq(core.store.read, seq);
    if (item.ready_at !== null) waits.push(Math.max(0, core.clock.now() - item.ready_at));
  }
  const summary = await queueSummary(core.queue, core.store.read, name);
  return { ...summary, oldestWaitMs: waits.length > 0 ? Math.max(...waits) : null };
}
