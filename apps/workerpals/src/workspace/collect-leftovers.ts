import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { agentFolder, agentWorkspaces, readState } from "../lanes/openhands/agent-state";
import type { WorkerSetup } from "../worker-setup";
import { isOwned, pidFile, workersIn } from "./claim-worker-id";
import { endLeftProcesses } from "./left-processes";
import { removeFolder } from "./remove-folder";
import { rescueWork } from "./rescue-work";

/** How long the workspace of a dead agent waits for somebody to go on with it. */
const RESUME_WITHIN_MS = 3_600_000;

/**
 * Removes what workers that were killed have left: their processes and workspaces. A script's workspace holds nothing
 * worth keeping, as its job is run again from the start. An agent's stays for a while when its session can be gone on
 * with; before it is removed its work is kept under `refs/pushpals/rescue/`. Other folders, and those of living
 * workers, are not touched. To be called after this worker has claimed its own id.
 */
export async function collectLeftovers(setup: WorkerSetup, worktrees: string): Promise<void> {
  const { workerId, log } = setup;
  for (const worker of await workersIn(worktrees)) {
    const mine = worker === workerId;
    const file = pidFile(worktrees, worker);
    if (!mine && (await isOwned(file))) continue;
    const folder = join(worktrees, worker);
    const processes = await endLeftProcesses(folder);
    const left = await readdir(folder).catch(asEmpty);
    const staying = new Set<string>();
    for (const jobId of agentWorkspaces(left)) {
      if (!(await stays(setup, folder, jobId))) continue;
      for (const dir of [join(folder, jobId), agentFolder(join(folder, jobId))]) staying.add(dir);
    }
    const going = left.map((name) => join(folder, name)).filter((path) => !staying.has(path));
    const removed = await Promise.all((staying.size === 0 ? [folder] : going).map(removeFolder));
    const gone = removed.every((one) => one);
    if (!gone) log.warn({ worker, folder }, "leftovers could not be removed");
    if (!mine && gone && staying.size === 0) await rm(file, { force: true });
    if (left.length > 0 || processes > 0)
      log.info({ worker, workspaces: left, processes, staying: staying.size / 2 }, "collected leftovers");
  }
}

/** Whether an agent's workspace is to be left where it is; else its work has been kept. */
async function stays(setup: WorkerSetup, folder: string, jobId: string): Promise<boolean> {
  const dir = join(folder, jobId);
  const state = await readState(dir);
  if (state === null || !(await hasGit(dir))) return false;
  if (state.canLoad && Date.now() - state.savedAt < RESUME_WITHIN_MS) return true;
  // Without a sandbox nobody may look into it.
  if (!setup.sandbox.ok) return true;
  const { sandbox } = setup.sandbox;
  const objects = state.tier === "none" ? "copied" : "shared";
  const workspace = setup.mirror.reopenWorkspace({ dir, baseSha: state.baseSha, objects });
  const kept = await rescueWork(setup, jobId, workspace, sandbox);
  if (kept !== null) setup.log.info({ jobId }, kept);
  return false;
}

const hasGit = (dir: string): Promise<boolean> => readdir(join(dir, ".git")).then(() => true, asFalse);

const asEmpty = (error: NodeJS.ErrnoException): string[] => {
  if (error.code === "ENOENT") return [];
  throw error;
};

const asFalse = (error: NodeJS.ErrnoException): false => {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return false;
  throw error;
};
