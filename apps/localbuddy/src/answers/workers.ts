import type { WorkerRow } from "@pushpals/protocol";
import { ago } from "@pushpals/sdk";
import type { Answer, AnswerContext } from "./answer";
import { id, list } from "./markdown";

export async function workers(context: AnswerContext): Promise<Answer> {
  const found = await context.client.workers.list({}, { signal: context.signal });
  if (!found.ok) return found;
  if (found.workers.length === 0) return "No service has been seen yet. `bun run start` starts them all.";
  return list(found.workers.map((worker) => workerLine(worker, context.now)));
}

export function workerLine(worker: WorkerRow, now: number): string {
  const doing = worker.itemId === null ? "" : ` with ${id(worker.itemId)}`;
  const state = worker.online ? `${worker.status}${doing}` : `**offline**, last seen ${ago(worker.lastSeenAt, now)}`;
  const facts = [
    ...(worker.reason === undefined || !worker.online ? [] : [`takes nothing: ${worker.reason}`]),
    ...(worker.sandbox === null ? [] : [`sandbox ${worker.sandbox}`]),
    ...(worker.lanes.length === 0 ? [] : [`lanes ${worker.lanes.join(", ")}`]),
  ];
  return `${worker.workerId}: ${state}${facts.length === 0 ? "" : ` (${facts.join("; ")})`}`;
}
