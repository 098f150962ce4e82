import { join } from "node:path";
import type { Client } from "@pushpals/sdk";

/** What the server has written for whoever works at this machine; null until it has. */
export async function operatorToken(dataDir: string): Promise<string | null> {
  const file = Bun.file(join(dataDir, "tokens", "operator"));
  return (await file.exists()) ? (await file.text()).trim() || null : null;
}

/** Whether every service is there. LocalBuddy reports no presence, so it is asked itself. */
export async function isComplete(client: Client, localUrl: string, workers: number): Promise<boolean> {
  const local = await fetch(`${localUrl}/healthz`).catch(() => null);
  if (local?.ok !== true) return false;
  const status = await client.workers.list({});
  if (!status.ok) return false;
  const online = status.workers.filter((worker) => worker.online && worker.status !== "stopped");
  const count = (role: string) => online.filter((worker) => worker.role === role).length;
  return count("workerpal") >= workers && count("remotebuddy") === 1 && count("source_control_manager") === 1;
}
