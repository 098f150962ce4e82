import { delay } from "@pushpals/sdk";
import type { Commit } from "../commit-change";
import { done, failed, type Outcome } from "../outcome";
import type { JobReport } from "../report/job-report";
import type { WorkerSetup } from "../worker-setup";
import { mergeFacts } from "./merge-facts";
import { type ChangePlace, placeChange } from "./place-change";
import { others, some } from "./words";

const AGAIN_MS = 500;

export interface Placing {
  jobId: string;
  leaseToken: string;
  commit: Commit;
  report: JobReport;
  signal: AbortSignal;
}

/**
 * Tells the hub what was really changed, and has git say whether it fits with what has landed and with what comes before
 * it. A change that has to wait for others waits here as long as a landing usually takes, so that the work at hand is
 * not lost; then the answer is `after`. A hub that does not take it up stops nothing: the landing looks again.
 */
export async function findChangePlace(setup: WorkerSetup, placing: Placing): Promise<Outcome<ChangePlace>> {
  const { jobId: id, leaseToken, commit, report, signal } = placing;
  const { summary: diff } = commit.diff;
  const until = performance.now() + setup.patienceMs;
  for (let told = false; ; ) {
    const answer = await setup.client.jobs.changed({ id, leaseToken, commitSha: commit.sha, diff }, { signal });
    if (signal.aborted) return failed("cancelled", "The job was stopped before its change was proven.");
    // A hub of an earlier version names nobody.
    const facts = answer.ok ? await mergeFacts(setup, commit, answer.ahead ?? [], signal) : null;
    const place: ChangePlace = facts === null ? { kind: "free" } : placeChange(facts);
    if (place.kind !== "after" || performance.now() >= until) return done(place);
    if (!told)
      report.progress("commit", `Waiting for ${others(place.jobIds)} to land: both change ${some(place.files)}`);
    told = true;
    await delay(AGAIN_MS, signal);
  }
}
