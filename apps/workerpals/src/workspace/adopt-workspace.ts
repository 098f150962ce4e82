import { mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { agentFolder, readState } from "../lanes/openhands/agent-state";
import type { WorkerSetup } from "../worker-setup";
import { isOwned, pidFile, workersIn } from "./claim-worker-id";
import { authorEnvironment, JobWorkspace } from "./job-workspace";
import { endLeftProcesses } from "./left-processes";

/**
 * The workspace in which an agent was at work on this job when its worker died, where the agent can go on with its
 * session, or when the job was parked until a person has told something. It is moved to where this worker would have made its own, so that of two who look for it one finds it.
 * Null when there is none.
 */
export async function adoptWorkspace(setup: WorkerSetup, jobId: string): Promise<JobWorkspace | null> {
  if (!setup.sandbox.ok) return null;
  const { sandbox } = setup.sandbox;
  const worktrees = dirname(setup.worktrees);
  for (const worker of await workersIn(worktrees)) {
    const dir = join(worktrees, worker, jobId);
    const state = await readState(dir);
    if (state?.jobId !== jobId || state.tier !== sandbox.tier) continue;
    if (!state.parked && (!state.canLoad || (await isOwned(pidFile(worktrees, worker))))) continue;
    await sandbox.endLeft();
    await endLeftProcesses(dir);
    await mkdir(setup.worktrees, { recursive: true });
    const mine = join(setup.worktrees, jobId);
    if (dir !== mine && !((await moved(dir, mine)) && (await moved(agentFolder(dir), agentFolder(mine))))) continue;
    const objects = sandbox.tier === "none" ? "copied" : "shared";
    const clone = setup.mirror.reopenWorkspace({ dir: mine, baseSha: state.baseSha, objects });
    const workspace = await JobWorkspace.of(clone, setup.plain, authorEnvironment(setup.author));
    workspace.confineGit(sandbox);
    return workspace;
  }
  return null;
}

const moved = (from: string, to: string): Promise<boolean> =>
  rename(from, to).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === undefined) throw error;
      return false;
    },
  );
