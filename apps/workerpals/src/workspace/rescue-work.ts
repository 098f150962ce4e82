import type { Workspace } from "@pushpals/shared/git";
import type { Sandbox } from "@pushpals/shared/sandbox";
import type { WorkerSetup } from "../worker-setup";

export const rescueRef = (jobId: string): string => `refs/pushpals/rescue/${jobId}`;

/** Also for a job that was cancelled, so it has a time of its own. */
const LIMIT_MS = 60_000;

/**
 * Keeps what an agent has left uncommitted, as data, before its workspace is removed: committed inside of the sandbox
 * and taken into the mirror under `refs/pushpals/rescue/`. The answer is for the job's log; null when there was nothing.
 */
export async function rescueWork(
  setup: Pick<WorkerSetup, "mirror" | "author" | "maxChangeBytes" | "maxFileBytes" | "allowSubmodules">,
  jobId: string,
  workspace: Workspace,
  sandbox: Sandbox,
): Promise<string | null> {
  const { mirror, author, maxChangeBytes, maxFileBytes, allowSubmodules } = setup;
  const signal = AbortSignal.timeout(LIMIT_MS);
  const message = `Work that was not finished\n\nPushPals-Job: ${jobId}\n`;
  const made = await workspace.commit({ sandbox, message, author, committer: author, signal });
  if (!made.ok) return made.code === "nothing_changed" ? null : `Unfinished work could not be kept: ${made.message}`;
  const { baseSha } = workspace;
  const ref = rescueRef(jobId);
  const limits = { maxBytes: maxChangeBytes, maxFileBytes, allowSubmodules, signal };
  const imported = await mirror.importCommit({ workspace, sandbox, sha: made.sha, base: baseSha, ref, ...limits });
  return imported.ok ? `Unfinished work is kept as ${ref}` : `Unfinished work was not kept: ${imported.message}`;
}
