import type { Client } from "@pushpals/sdk";
import type { Mirror } from "@pushpals/shared/git";
import type { Log } from "@pushpals/shared/log";
import { isBranch, type JobRefs, listJobRefs } from "./job-refs";
import { mayGo, type Retention } from "./may-go";

export interface CollectOptions {
  mirror: Mirror;
  client: Pick<Client, "jobs" | "completions">;
  retention: Retention;
  log: Log;
  /** Milliseconds since the epoch. */
  now: number;
  signal: AbortSignal;
}

/** What a pass did, in refs of the mirror and branches of the remote. */
export interface Collected {
  deleted: number;
  deletedThere: number;
  /** Left alone because they hold something else than the job handed over. */
  strange: number;
  /** Why the pass ended early; the rest is for the next one. */
  stopped: string | null;
}

/**
 * One pass over the branches of jobs: those whose retention has passed are deleted, on the remote first, so that what
 * is gone here is gone there. Only what holds exactly the commit that the job handed over is touched.
 */
export async function collectBranches(options: CollectOptions): Promise<Collected> {
  const collected: Collected = { deleted: 0, deletedThere: 0, strange: 0, stopped: null };
  for (const job of await listJobRefs(options.mirror)) {
    if (options.signal.aborted) break;
    const sha = await expiredCommit(job.jobId, options);
    if ("stopped" in sha) collected.stopped = sha.stopped;
    else if (sha.commit !== null) collected.stopped = await collectJob(job, sha.commit, options, collected);
    else if (sha.over) collected.strange += job.refs.length;
    if (collected.stopped !== null) break;
  }
  return collected;
}

/** The commit of a job whose branch may go. Null: it stays; `over`: although its time has passed. */
async function expiredCommit(
  jobId: string,
  { client, retention, now, signal }: CollectOptions,
): Promise<{ commit: string | null; over: boolean } | { stopped: string }> {
  const found = await client.jobs.get({ id: jobId }, { signal });
  // A job that the server does not know is not ours to judge: its data may have been set aside.
  if (!found.ok) return found.code === "not_found" ? { commit: null, over: false } : { stopped: found.message };
  const { job } = found;
  // A candidate's commit may be the one that lands: its time begins with the end of the job that chooses.
  const choice = job.candidateOf === null ? null : await client.jobs.get({ id: job.candidateOf }, { signal });
  if (choice && !choice.ok) return { stopped: choice.message };
  const lands = choice === null || choice.job.commitSha === job.commitSha;
  const { status, landing, completionId, finishedAt } = choice?.job ?? job;
  const completion = completionId === null ? null : await client.completions.get({ id: completionId }, { signal });
  if (completion && !completion.ok) return { stopped: completion.message };
  const endedAt = completion ? completion.completion.finishedAt : finishedAt;
  const isLanded = landing === "landed" && !lands ? "none" : landing;
  const over = mayGo({ status, landing: isLanded, endedAt }, retention, now);
  return { commit: over ? job.commitSha : null, over };
}

async function collectJob(
  { refs }: JobRefs,
  commit: string,
  { mirror, log, signal }: CollectOptions,
  collected: Collected,
): Promise<string | null> {
  for (const { ref, sha } of refs) {
    if (sha !== commit) {
      collected.strange += 1;
      log.warn({ ref, sha, commit }, "a job's ref holds another commit than was handed over; it is kept");
      continue;
    }
    if (isBranch(ref) && mirror.remote !== null) {
      const there = await mirror.lsRemote(ref, signal);
      if (!there.ok) return there.message;
      if (there.sha !== null && there.sha !== commit) {
        collected.strange += 1;
        log.warn({ ref, there: there.sha, commit }, "a job's branch was moved on the remote; it is kept");
        continue;
      }
      const gone = there.sha === null ? null : await mirror.deleteThere({ ref, expectedOld: commit, signal });
      if (gone && !gone.ok) return gone.message;
      if (gone) collected.deletedThere += 1;
    }
    if (await mirror.deleteRef(ref, commit)) collected.deleted += 1;
  }
  return null;
}
