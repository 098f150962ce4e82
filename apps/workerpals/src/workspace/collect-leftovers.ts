import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "@pushpals/shared/log";
import { isOwned, pidFile } from "./claim-worker-id";
import { endLeftProcesses } from "./left-processes";
import { removeFolder } from "./remove-folder";

/**
 * Removes what workers that were killed have left: their processes and workspaces. A workspace holds nothing worth
 * keeping, as its job is run again from the start. Other folders, and those of living workers, are not touched.
 * To be called after this worker has claimed its own id.
 */
export async function collectLeftovers(worktrees: string, workerId: string, log: Log): Promise<void> {
  const names = await readdir(worktrees);
  const workers = names.filter((name) => name.endsWith(".pid")).map((name) => name.slice(0, -".pid".length));
  for (const worker of workers) {
    const mine = worker === workerId;
    const file = pidFile(worktrees, worker);
    if (!mine && (await isOwned(file))) continue;
    const folder = join(worktrees, worker);
    const processes = await endLeftProcesses(folder);
    const left = names.includes(worker) ? await readdir(folder) : [];
    const gone = await removeFolder(folder);
    if (!gone) log.warn({ worker, folder }, "leftovers could not be removed");
    if (!mine && gone) await rm(file, { force: true });
    if (left.length > 0 || processes > 0) log.info({ worker, workspaces: left, processes }, "collected leftovers");
  }
}
