import type { Commit } from "../commit-change";
import { done, failed, type Outcome } from "../outcome";
import type { WorkerSetup } from "../worker-setup";
import { authorEnvironment, JobWorkspace } from "../workspace/job-workspace";
import { removeFolder } from "../workspace/remove-folder";

const SUFFIX = ".proof";

/**
 * A second clone with nothing in it but the committed tree: for work of which nobody knows what else it has left
 * behind, in ignored files and in `.git`.
 */
export async function openProof(
  setup: WorkerSetup,
  commit: Commit,
  beside: string,
  signal: AbortSignal,
): Promise<Outcome<JobWorkspace>> {
  const dir = `${beside}${SUFFIX}`;
  if (!(await removeFolder(dir))) return failed("workspace_failed", `What was left in ${dir} cannot be removed.`);
  const uncontained = setup.sandbox.ok && setup.sandbox.sandbox.tier === "none";
  const cloned = await setup.mirror.cloneWorkspace({
    dir,
    sha: commit.baseSha,
    change: commit.sha,
    objects: uncontained ? "copied" : "shared",
    fullHistory: true,
    signal,
  });
  if (!cloned.ok) return failed("workspace_failed", `No clean workspace could be made: ${cloned.message}`);
  return done(await JobWorkspace.of(cloned.workspace, setup.plain, authorEnvironment(setup.author)));
}
