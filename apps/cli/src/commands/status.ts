import { type QueueStatus, type SystemStatus, shortId, type WorkerRow } from "@pushpals/protocol";
import { oneLine, span } from "@pushpals/sdk";
import { COMMAND } from "../command-name";
import { type Context, printJson, refused } from "../context";
import { EXIT } from "../exit-codes";
import { printable } from "../output/printable";
import { table } from "../output/table";

/** Prints which services are there, what waits, and how well it went in the last 24 hours. */
export async function status(context: Context): Promise<number> {
  const [system, approvals] = await Promise.all([
    context.client.system.status({}),
    context.client.approvals.list({ status: "pending" }),
  ]);
  if (!system.ok) return refused(context, system);
  if (!approvals.ok) return refused(context, approvals);
  if (context.json) {
    printJson(context, { ...system, approvals: approvals.approvals });
    return EXIT.done;
  }
  const lines = [
    `Push Pals at ${context.serverUrl}, up ${span(system.ts - system.startedAt)}`,
    "",
    ...workerLines(system),
    "",
    ...queueLines(system),
    ...landingLines(system),
    ...waitingLines(system),
    ...approvals.approvals.map(
      (approval) =>
        `! approval ${shortId(approval.approvalId)} needs you: ${printable(oneLine(approval.reason, 100))} (${COMMAND} approve ${shortId(approval.approvalId)})`,
    ),
  ];
  context.out.write(`${lines.join("\n")}\n`);
  return EXIT.done;
}

function workerLines({ workers, ts }: SystemStatus): string[] {
  if (workers.length === 0) return ["No service has reported yet: nothing takes up work."];
  const sandboxOf = (worker: WorkerRow) => {
    if (worker.sandbox === null) return "";
    if (worker.sandbox === "refused") return "no sandbox: commands are refused";
    return worker.sandbox === "none" ? "no sandbox (unsafe)" : `${worker.sandbox} sandbox`;
  };
  return table(
    workers.map((worker) => [
      worker.online ? "✓" : "✗",
      worker.workerId,
      worker.online ? worker.status : "offline",
      worker.itemId === null ? "" : shortId(worker.itemId),
      `seen ${span(Math.max(0, ts - worker.lastSeenAt))} ago`,
      sandboxOf(worker),
      worker.reason === undefined || !worker.online ? "" : `takes nothing: ${worker.reason}`,
    ]),
  );
}

function queueLines({ queues }: SystemStatus): string[] {
  const pair = (values: { p50: number | null; p95: number | null }) =>
    values.p50 === null || values.p95 === null ? "-" : `${span(values.p50)} / ${span(values.p95)}`;
  const row = (name: string, queue: QueueStatus) => [
    name,
    ...(["pending", "blocked", "claimed", "completed", "failed", "cancelled"] as const).map((key) =>
      String(queue.counts[key]),
    ),
    queue.slo.successRate === null ? "-" : `${Math.round(queue.slo.successRate * 100)} %`,
    pair(queue.slo.queueWaitMs),
    pair(queue.slo.runtimeMs),
  ];
  const head = [
    "",
    "waiting",
    "blocked",
    "running",
    "done",
    "failed",
    "cancelled",
    "24 h ok",
    "wait p50/p95",
    "run p50/p95",
  ];
  return table(
    [head, row("requests", queues.requests), row("jobs", queues.jobs), row("completions", queues.completions)],
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
}

/** What keeps work from landing, and how landings go. */
function landingLines({ landing, ts }: SystemStatus): string[] {
  if (landing === null || !landing.online) return [];
  const { reason, next, baseProblem, figures, gated, branch } = landing;
  const { landed, rejected, landingMs, checksPerLanding, culprits, flakes, since } = figures;
  const times =
    landingMs.p50 === null || landingMs.p95 === null ? "" : `, ${span(landingMs.p50)} / ${span(landingMs.p95)} each`;
  const checks = !gated
    ? "ungated"
    : checksPerLanding === null
      ? "gated"
      : `${checksPerLanding.toFixed(1)} check runs each, ${culprits} culprits, ${flakes} flaky`;
  const why = reason === null ? "" : printable(oneLine(reason.message.split("\n", 1)[0] ?? "", 200));
  return [
    "",
    `landing on ${branch} since ${span(Math.max(0, ts - since))}: ${landed} landed${times}, ${rejected} rejected, ${checks}`,
    ...(reason === null ? [] : [`! landing is ${landing.state} for ${span(Math.max(0, ts - reason.since))}: ${why}`]),
    ...(next === null ? [] : [`  ${printable(next)}`]),
    ...(baseProblem === null ? [] : [`! the base branch is not brought in: ${printable(oneLine(baseProblem, 300))}`]),
  ];
}

function waitingLines({ queues }: SystemStatus): string[] {
  const items = [...queues.requests.pending, ...queues.jobs.pending, ...queues.completions.pending];
  if (items.length === 0) return [];
  return [
    "",
    ...table(
      items.map((item) => [
        `${item.queuePosition}.`,
        shortId(item.id),
        item.priority,
        oneLine(item.title, 60),
        `waits for ${span(item.waitedMs)}, about ${span(item.etaMs)} more`,
      ]),
    ),
  ];
}
