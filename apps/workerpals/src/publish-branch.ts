import type { Commit } from "./commit-change";
import { done, failed, type Outcome } from "./outcome";
import type { WorkerSetup } from "./worker-setup";

export const agentBranch = (workerId: string, jobId: string): string => `agent/${workerId}/${jobId}`;

/**
 * Names the job's commit by its branch, in the mirror and on the remote where there is one. The branch is this job's
 * own, so an earlier attempt of the same worker is replaced.
 */
export async function publishBranch(
  setup: WorkerSetup,
  jobId: string,
  commit: Commit,
  signal: AbortSignal,
): Promise<Outcome<string>> {
  const { mirror, workerId } = setup;
  const branch = agentBranch(workerId, jobId);
  const ref = `refs/heads/${branch}`;
  if (!(await mirror.updateRef(ref, commit.sha)))
    return failed("publish_failed", `The branch ${branch} could not be set in the mirror.`);
  if (mirror.remote === null || !setup.publishBranches) return done(branch);
  const push = (expectedOld: string | null) => mirror.push({ sha: commit.sha, ref, expectedOld, force: true, signal });
  const pushed = await push(null);
  if (pushed.ok) return done(branch);
  if (pushed.class !== "rejected") return pushFailed(branch, pushed);
  // An earlier attempt may have left the branch there, or this very push, when its answer got lost.
  const there = await mirror.lsRemote(ref, signal);
  if (!there.ok) return pushFailed(branch, there);
  if (there.sha === commit.sha) return done(branch);
  if (there.sha === null) return pushFailed(branch, pushed);
  const replaced = await push(there.sha);
  return replaced.ok ? done(branch) : pushFailed(branch, replaced);
}

/** What the remote refuses for good is terminal; all else may be better the next time. */
function pushFailed(branch: string, refused: { class: string; message: string }): Outcome<never> {
  const terminal = refused.class === "auth" || refused.class === "rejected";
  const hint = terminal ? " Check the token and its rights, or set `workerpals.publish_branches = false`." : "";
  return failed(
    terminal ? "change_refused" : "publish_failed",
    `The branch ${branch} could not be pushed (${refused.class}): ${refused.message}${hint}`,
    { class: refused.class },
  );
}
