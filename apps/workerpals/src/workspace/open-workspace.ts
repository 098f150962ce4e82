import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { agentFolder } from "../lanes/openhands/agent-state";
import { done, failed, type Outcome } from "../outcome";
import type { WorkerSetup } from "../worker-setup";
import { authorEnvironment, JobWorkspace } from "./job-workspace";
import { removeFolder } from "./remove-folder";

/**
 * A throwaway clone at the head of the integration branch. History is always there, so that a job behaves alike in
 * every tier; where no sandbox keeps it from writing elsewhere, it gets copies of the objects.
 */
export async function openWorkspace(
  setup: WorkerSetup,
  jobId: string,
  signal: AbortSignal,
): Promise<Outcome<JobWorkspace>> {
  const { mirror, integrationBranch, author } = setup;
  const sha = await mirror.resolve(`refs/heads/${integrationBranch}`);
  if (sha === null)
    return failed(
      "workspace_failed",
      `The mirror does not have the integration branch "${integrationBranch}" yet. Is SourceControlManager running?`,
    );
  const dir = join(setup.worktrees, jobId);
  if (!((await removeFolder(agentFolder(dir))) && (await removeFolder(dir))))
    return failed("workspace_failed", `What an earlier attempt left in ${dir} cannot be removed.`);
  await mkdir(dirname(dir), { recursive: true });
  const uncontained = setup.sandbox.ok && setup.sandbox.sandbox.tier === "none";
  const cloned = await mirror.cloneWorkspace({
    dir,
    sha,
    objects: uncontained ? "copied" : "shared",
    fullHistory: true,
    signal,
  });
  if (!cloned.ok) return failed("workspace_failed", `No workspace could be made: ${cloned.message}`);
  return done(await JobWorkspace.of(cloned.workspace, setup.plain, authorEnvironment(author)));
}
