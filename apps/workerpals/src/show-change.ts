import type { WorkContext } from "@pushpals/shared/consume";
import type { Commit } from "./commit-change";
import type { WorkerSetup } from "./worker-setup";

/**
 * Shows people what is committed so far, so that they can say something to it while the job goes on. A hub that cannot
 * take it now keeps nobody from working.
 */
export async function showChange(
  { client, log }: WorkerSetup,
  jobId: string,
  { leaseToken, signal }: Pick<WorkContext, "leaseToken" | "signal">,
  { sha, baseSha, treeSha, diff: made }: Commit,
): Promise<void> {
  const { summary: diff, patch, truncated } = made;
  const change = { commitSha: sha, baseSha, treeSha, diff, patch, truncated };
  const shown = await client.jobs.preview({ id: jobId, leaseToken, ...change }, { signal });
  if (!shown.ok) log.warn({ code: shown.code, jobId }, `a change could not be shown: ${shown.message}`);
}
