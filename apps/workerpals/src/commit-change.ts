import type { TaskExecuteParams } from "@pushpals/protocol";
import type { Diff } from "@pushpals/shared/git";
import { commitMessage } from "./commit-message";
import type { LaneResult } from "./lanes/lane";
import { done, failed, type Outcome } from "./outcome";
import type { WorkerSetup } from "./worker-setup";
import type { JobWorkspace } from "./workspace/job-workspace";

export interface Commit {
  sha: string;
  treeSha: string;
  baseSha: string;
  message: string;
  /** Where the mirror keeps it. */
  ref: string;
  /** Against its base. */
  diff: Diff;
}

export const jobRef = (jobId: string): string => `refs/pushpals/jobs/${jobId}`;

/**
 * Commits what the lane has made and takes the commit into the mirror at once, so that nothing that runs in the
 * workspace afterwards can reach it. Null when there is no change and none was asked for.
 */
export async function commitChange(
  setup: WorkerSetup,
  job: { jobId: string; requestId: string; candidate?: TaskExecuteParams["candidate"] },
  workspace: JobWorkspace,
  lane: LaneResult,
  signal: AbortSignal,
): Promise<Outcome<Commit | null>> {
  const staged = await workspace.stage(signal);
  if (!staged.ok) return failed("workspace_failed", `The change could not be staged: ${staged.stderr.trim()}`);
  const { actions, undoes = [] } = lane;
  const { jobId, requestId, candidate } = job;
  const ids = candidate ? { jobId: candidate.of, candidateId: jobId, requestId } : { jobId, requestId };
  const message = commitMessage({ ...ids, actions, undoes, workerId: setup.workerId, person: setup.person });
  const { clone, sandbox } = workspace;
  const made = await clone.commit({ sandbox, message, author: setup.author, committer: setup.author, signal });
  if (!made.ok && made.code === "nothing_changed")
    return lane.mayChangeNothing
      ? done(null)
      : failed("nothing_changed", "All operations together leave every file as it was.");
  if (!made.ok) return failed(made.code, made.message);
  const ref = jobRef(jobId);
  const { sha, treeSha } = made;
  const imported = await setup.mirror.importCommit({
    workspace: clone,
    sandbox,
    sha,
    base: clone.baseSha,
    ref,
    maxBytes: setup.maxChangeBytes,
    maxFileBytes: setup.maxFileBytes,
    allowSubmodules: setup.allowSubmodules,
    signal,
  });
  if (!imported.ok) return failed(imported.code, imported.message, imported.detail);
  const { baseSha } = clone;
  return done({ sha, treeSha, baseSha, message, ref, diff: await setup.mirror.diff(baseSha, sha) });
}
