import type { SystemStatus, WorkerRow } from "@pushpals/protocol";
import { ago, count, span } from "@pushpals/sdk";

export interface Health {
  tone: "good" | "attention" | "bad";
  title: string;
  /** What is wrong and what to do, the worst first; empty when all is well. */
  problems: string[];
}

/** How it stands with the team in a line, and what a person should see to. */
export function healthOf({ workers, queues, landing, ts }: SystemStatus): Health {
  const online = (role: WorkerRow["role"]) =>
    workers.filter((one) => one.role === role && one.online && one.status !== "stopped");
  const bad = [
    ...(online("remotebuddy").length === 0 ? ["No planner is online: requests wait. Is RemoteBuddy running?"] : []),
    ...(online("source_control_manager").length === 0
      ? ["Nobody lands changes: completions wait. Is SourceControlManager running?"]
      : []),
    ...(online("workerpal").length === 0 && queues.jobs.counts.pending > 0
      ? [
          `No worker is online, and ${count(queues.jobs.counts.pending, "job")} ${queues.jobs.counts.pending === 1 ? "waits" : "wait"}.`,
        ]
      : []),
  ];
  if (landing?.state === "stopped" && landing.reason) bad.push(`Landings are stopped: ${landing.reason.message}`);
  const attention = workers
    .filter((one) => one.online && one.reason !== undefined)
    .map((one) => `${one.workerId} takes nothing: ${one.reason}`);
  if (landing?.state === "paused" && landing.reason) attention.push(`Landings are paused: ${landing.reason.message}`);
  if (landing?.baseProblem) attention.push(landing.baseProblem);
  const unsafe = workers.some((one) => one.online && one.role === "workerpal" && one.sandbox === "none");
  if (unsafe) attention.push("Jobs run without a sandbox: they can read and write what you can.");
  const gone = workers.filter((one) => !one.online && one.status !== "stopped");
  for (const one of gone) attention.push(`${one.workerId} was last heard of ${ago(one.lastSeenAt, ts)}.`);
  if (bad.length > 0) return { tone: "bad", title: "Work stands still", problems: [...bad, ...attention] };
  if (attention.length > 0)
    return { tone: "attention", title: "Running, with something to look at", problems: attention };
  const pals = online("workerpal").length;
  return { tone: "good", title: `All well, ${count(pals, "worker")} online`, problems: [] };
}

/** `98 %`; a dash where nothing ended. Not rounded up to a hundred. */
export function percent(share: number | null): string {
  if (share === null) return "–";
  const value = share * 100;
  return `${value > 99 && value < 100 ? Math.floor(value * 10) / 10 : Math.round(value)} %`;
}

export const duration = (ms: number | null): string => (ms === null ? "–" : span(ms));
