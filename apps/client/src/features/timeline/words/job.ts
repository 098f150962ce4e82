import { shortId } from "@pushpals/protocol";
import { count, FAILURE_WORDS, span } from "@pushpals/sdk";
import { isOver, type JobRow } from "../row";
import { type Phrase, phrase } from "./phrase";

/** A running job that has not been heard of for this long is said to be quiet. */
export const QUIET_AFTER_MS = 20_000;

export function jobPhrase(job: JobRow): Phrase {
  const title = job.title === "" ? `job ${shortId(job.jobId)}` : job.title;
  if (job.isAsked && !isOver(job)) return phrase("attention", "Waits for you:", title, workedOn(job));
  switch (job.state) {
    case "waiting":
      return phrase(job.failure ? "attention" : "quiet", "Waiting:", title, waitingFor(job));
    case "running":
      return phrase("active", job.attempt > 1 ? `Working again (attempt ${job.attempt}):` : "Working on", title);
    case "landing":
      return job.failure
        ? phrase("attention", "Landing again:", title, FAILURE_WORDS[job.failure.code].title)
        : phrase("active", "Landing", title, workedOn(job));
    case "landed":
      return phrase("good", worked(job), title, landedOn(job));
    case "completed":
      return phrase("good", worked(job), title, job.diff === null ? "nothing to land" : "done");
    case "failed":
      return phrase("bad", "Failed:", title, failedWith(job));
    case "cancelled":
      return phrase("attention", "Cancelled", title, job.cancelledBy === null ? "" : `by ${job.cancelledBy}`);
  }
}

/** How long a worker was at it, in whole words: `Worked 12 s`. */
function worked(job: JobRow): string {
  const ms = workedMs(job);
  return ms === null ? "Done:" : `Worked ${span(ms)} on`;
}

function workedOn(job: JobRow): string {
  const ms = workedMs(job);
  return ms === null ? "" : `worked ${span(ms)}`;
}

export const workedMs = ({ startedAt, workedUntil }: JobRow): number | null =>
  startedAt === null || workedUntil === null ? null : Math.max(0, workedUntil - startedAt);

function waitingFor(job: JobRow): string {
  if (job.failure) return `tried again after: ${FAILURE_WORDS[job.failure.code].title.toLowerCase()}`;
  return job.waitsFor.length > 0 ? `for ${count(job.waitsFor.length, "job")} before it` : "for a worker";
}

function landedOn({ landing }: JobRow): string {
  if (!landing) return "landed";
  const checks = landing.checks === "passed" ? "checks passed" : "ungated";
  return `landed on ${landing.branch}, ${checks}`;
}

function failedWith({ failure, reworkJobId }: JobRow): string {
  const title = failure ? FAILURE_WORDS[failure.code].title : "";
  return reworkJobId === null ? title : `${title}; done again by job ${shortId(reworkJobId)}`;
}

/** How long nothing was heard of a job that runs; null while that is nothing to speak of. */
export function quietMs(job: JobRow, heardAt: number, now: number): number | null {
  const silence = now - Math.max(job.lastAt, heardAt);
  return job.state === "running" && silence >= QUIET_AFTER_MS ? silence : null;
}
