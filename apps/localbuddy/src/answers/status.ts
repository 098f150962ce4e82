import type { QueueStatus, Refusal, RequestRow, SystemStatus, WorkerRow } from "@pushpals/protocol";
import { ago, etaWords, span } from "@pushpals/sdk";
import type { Answer, AnswerContext } from "./answer";
import { id, list, paragraphs, plain, plural } from "./markdown";
import { workerLine } from "./workers";

const RECENT = 5;
const NEXT_IN_LINE = 3;

/** One screen: what is wrong, the queues, who works, and what came out last. */
export async function status(context: AnswerContext): Promise<Answer> {
  const { client, signal } = context;
  const [system, requests, approvals] = await Promise.all([
    client.system.status({}, { signal }),
    client.requests.list({ limit: RECENT }, { signal }),
    client.approvals.list({ status: "pending", limit: 50 }, { signal }),
  ]);
  if (!system.ok) return system;
  return paragraphs(
    `**Push Pals** has been up for ${span(Math.max(0, system.ts - system.startedAt))}.`,
    list(warnings(system, approvals.ok ? approvals.approvals.length : approvals)),
    queueTable(system),
    nextInLine(system.queues.requests, "requests"),
    nextInLine(system.queues.jobs, "jobs"),
    section(
      "Services",
      system.workers.filter(isOfInterest).map((worker) => workerLine(worker, context.now)),
    ),
    recent(requests, context.now),
  );
}

/** What a person has to know first, said as it is. */
function warnings(system: SystemStatus, approvals: number | Refusal): string[] {
  const online = (role: WorkerRow["role"]) =>
    system.workers.filter((worker) => worker.role === role && worker.online && worker.status !== "stopped");
  const workers = online("workerpal");
  const found: string[] = [];
  if (online("remotebuddy").length === 0) found.push("⚠️ No RemoteBuddy is online: requests wait until one is started.");
  if (workers.length === 0) found.push("⚠️ No WorkerPal is online: jobs wait until one is started.");
  if (online("source_control_manager").length === 0)
    found.push("⚠️ No SourceControlManager is online: finished changes wait, nothing lands.");
  found.push(...landingWarnings(system.landing));
  if (workers.some((worker) => worker.sandbox === "refused"))
    found.push("⚠️ This machine has no sandbox and none was waived: jobs that run commands are refused.");
  if (workers.some((worker) => worker.sandbox === "none"))
    found.push("⚠️ Jobs run without a sandbox, as the configuration says: commands can reach all that you can.");
  if (typeof approvals === "number" && approvals > 0)
    found.push(
      `✋ ${plural(approvals, "change")} ${approvals === 1 ? "waits" : "wait"} for your approval: \`/approvals\`.`,
    );
  if (typeof approvals !== "number") found.push(`⚠️ Approvals could not be read: ${plain(approvals.message)}`);
  return found;
}

function landingWarnings(landing: SystemStatus["landing"]): string[] {
  if (!landing?.online) return [];
  const { reason, next, baseProblem, state } = landing;
  const why = reason?.message.split("\n", 1)[0] ?? "";
  return [
    ...(reason === null ? [] : [`⚠️ Landing is ${state}: ${plain(why)} ${plain(next ?? "")}`.trim()]),
    ...(baseProblem === null ? [] : [`⚠️ The base branch is not brought in: ${plain(baseProblem)}`]),
  ];
}

function queueTable(system: SystemStatus): string {
  const row = (name: string, queue: QueueStatus) => {
    const { counts, slo } = queue;
    const wait =
      slo.queueWaitMs.p50 === null ? "–" : `${span(slo.queueWaitMs.p50)} / ${span(slo.queueWaitMs.p95 ?? 0)}`;
    const success = slo.successRate === null ? "–" : `${Math.round(slo.successRate * 100)} % of ${slo.finished}`;
    const waiting = `${counts.pending}${counts.blocked > 0 ? ` (+${counts.blocked} held)` : ""}`;
    return `| ${name} | ${waiting} | ${counts.claimed} | ${success} | ${wait} |`;
  };
  return [
    "| queue | waiting | in work | succeeded, 24 h | wait p50 / p95 |",
    "| --- | --- | --- | --- | --- |",
    row("requests", system.queues.requests),
    row("jobs", system.queues.jobs),
    row("completions", system.queues.completions),
  ].join("\n");
}

function nextInLine(queue: QueueStatus, name: string): string {
  const shown = queue.pending.slice(0, NEXT_IN_LINE);
  const lines = shown.map(
    (item) => `${item.queuePosition}. ${id(item.id)} ${plain(item.title)} (starts ${etaWords(item.etaMs)})`,
  );
  const more = queue.counts.pending - shown.length;
  if (more > 0) lines.push(`… and ${more} more: \`/queue\``);
  return section(`Next ${name}`, lines);
}

function recent(requests: { ok: true; requests: RequestRow[] } | Refusal, now: number): string {
  if (!requests.ok) return `The last requests could not be read: ${plain(requests.message)}`;
  return section(
    "Last requests",
    requests.requests.map((row) => requestLine(row, now)),
  );
}

export function requestLine(row: RequestRow, now: number): string {
  const state = row.outcome === "open" ? (row.status === "completed" ? "in work" : row.status) : row.outcome;
  return `${id(row.requestId)} **${state}** ${plain(row.promptPreview)} (${ago(row.enqueuedAt, now)})`;
}

/** Services that are gone for good need no line. */
const isOfInterest = (worker: WorkerRow): boolean => worker.online || worker.status !== "stopped";

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? "" : `**${title}**\n${list(lines)}`;
