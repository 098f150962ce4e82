import { uuid } from "@pushpals/protocol";
import type { Mirror } from "@pushpals/shared/git";
import { barePlace } from "../git/git-place";

/** Everything in the mirror that names the result of one job. */
export interface JobRefs {
  jobId: string;
  refs: { ref: string; sha: string }[];
}

/** Refs of jobs, by job, in the order of their ids: the oldest first. */
export async function listJobRefs(mirror: Mirror): Promise<JobRefs[]> {
  const listed = await barePlace(mirror.dir).git([
    "for-each-ref",
    "--format=%(objectname) %(refname)",
    "refs/heads/agent/",
    "refs/pushpals/jobs/",
  ]);
  const byJob = new Map<string, JobRefs>();
  for (const line of listed.stdout.split("\n")) {
    const [sha = "", ref = ""] = line.split(" ");
    const jobId = uuid.safeParse(ref.split("/").at(-1));
    if (!jobId.success) continue;
    const job = byJob.get(jobId.data) ?? { jobId: jobId.data, refs: [] };
    job.refs.push({ ref, sha });
    byJob.set(jobId.data, job);
  }
  return [...byJob.values()].sort((a, b) => (a.jobId < b.jobId ? -1 : 1));
}

/** Branches of jobs are on the remote too; other refs are only here. */
export const isBranch = (ref: string): boolean => ref.startsWith("refs/heads/");
