import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { agentFolder, agentWorkspaces, readState } from "../lanes/openhands/agent-state";
import type { WorkerSetup } from "../worker-setup";
import { isOwned, pidFile, workersIn } from "./claim-worker-id";
import { endLeftProcesses } from "./left-processes";
import { removeFolder } from "./remove-folder";
import { rescueWork } from "./rescue-work";
import { type Keeping, type Left, staying } from "./staying";

/**
 * Removes what workers that were killed have left: their processes and workspaces. A script's workspace holds nothing
 * worth keeping, as its job is run again from the start. An agent's stays for a while when its session can be gone on
 * with; before it is removed its work is kept under `refs/pushpals/rescue/`. Other folders, and those of living
 * workers, are not touched. To be called by a worker that holds its own id and has no job in hand.
 */
export async function collectLeftovers(setup: WorkerSetup, worktrees: string, keeping: Keeping): Promise<void> {
  const dead: string[] = [];
  for (const worker of await workersIn(worktrees))
    if (worker === setup.workerId || !(await isOwned(pidFile(worktrees, worker)))) dead.push(worker);
  const processes = new Map<string, number>();
  for (const worker of dead) processes.set(worker, await endLeftProcesses(join(worktrees, worker)));
  const left: Left[] = [];
  for (const worker of dead) left.push(...(await resumable(join(worktrees, worker))));
  const kept = await staying(left, keeping, Date.now());
  for (const worker of dead) await collectWorker(setup, worktrees, { worker, kept, ended: processes.get(worker) ?? 0 });
}

/** Agents' workspaces in a worker's folder that can be gone on with. */
async function resumable(folder: string): Promise<Left[]> {
  const found: Left[] = [];
  for (const jobId of agentWorkspaces(await readdir(folder).catch(asEmpty))) {
    const dir = join(folder, jobId);
    const state = await readState(dir);
    if (state && (state.canLoad || state.parked) && (await hasGit(dir))) found.push({ dir, ...state });
  }
  return found;
}

async function collectWorker(
  setup: WorkerSetup,
  worktrees: string,
  { worker, kept, ended }: { worker: string; kept: ReadonlySet<string>; ended: number },
): Promise<void> {
  const { log } = setup;
  const folder = join(worktrees, worker);
  const names = await readdir(folder).catch(asEmpty);
  const stays = new Set<string>();
  for (const jobId of agentWorkspaces(names)) {
    const dir = join(folder, jobId);
    if (kept.has(dir) || !(await isRescued(setup, jobId, dir)))
      for (const one of [dir, agentFolder(dir)]) stays.add(one);
  }
  const going = names.map((name) => join(folder, name)).filter((path) => !stays.has(path));
  const removed = await Promise.all((stays.size === 0 ? [folder] : going).map(removeFolder));
  const isGone = removed.every((one) => one);
  if (!isGone) log.warn({ worker, folder }, "leftovers could not be removed");
  if (worker !== setup.workerId && isGone && stays.size === 0) await rm(pidFile(worktrees, worker), { force: true });
  if (going.length > 0 || ended > 0)
    log.info({ worker, workspaces: going, processes: ended, staying: stays.size / 2 }, "collected leftovers");
}

/** Whether an agent's workspace can go, since its work has been kept; without a sandbox nobody may look into it. */
async function isRescued(setup: WorkerSetup, jobId: string, dir: string): Promise<boolean> {
  const state = await readState(dir);
  if (state === null || !(await hasGit(dir))) return true;
  if (!setup.sandbox.ok) return false;
  const objects = state.tier === "none" ? "copied" : "shared";
  const workspace = setup.mirror.reopenWorkspace({ dir, baseSha: state.baseSha, objects });
  const kept = await rescueWork(setup, jobId, workspace, setup.sandbox.sandbox);
  if (kept !== null) setup.log.info({ jobId }, kept);
  return true;
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
