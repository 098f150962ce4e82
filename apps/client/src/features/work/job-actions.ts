import type { Failure, JobRow } from "@pushpals/protocol";

/** What a person can do with a job as it stands. */
export interface JobActions {
  /** It waits, runs, or waits to be landed: it can be called off. */
  cancel: boolean;
  /** It can be told something while it works, or answered when it has asked. */
  tell: "answer" | "tell" | null;
  /** It failed, or did not land: it can be put back in line as it is. */
  redrive: "job" | "landing" | null;
  /** Its change is on the branch, and can be taken back by a change of its own. */
  undo: boolean;
  /** There is a change to look at. */
  review: boolean;
}

export function jobActions(job: JobRow): JobActions {
  const over = ["completed", "failed", "cancelled"].includes(job.status);
  const refusedLanding = job.landing === "failed" && job.landingFailure?.code !== "cancelled";
  const redoneAs = reworkOf(job.landingFailure);
  return {
    cancel: (!over && !job.cancelRequested) || job.landing === "waiting",
    tell: over ? null : job.question === null ? "tell" : "answer",
    redrive: job.status === "failed" ? "job" : refusedLanding && redoneAs === null ? "landing" : null,
    undo: job.landing === "landed",
    review: job.commitSha !== null,
  };
}

/** The job that does the task again since this change did not fit any more, if there is one. */
export function reworkOf(failure: Failure | null): string | null {
  const id = failure?.detail?.["reworkJobId"];
  return typeof id === "string" ? id : null;
}
