import type { DiffSummary, Receipt, Review } from "@pushpals/protocol";
import type { Commit } from "./commit-change";
import { actionList, commitSubject } from "./commit-message";
import type { LaneResult } from "./lanes/lane";
import type { Outcome } from "./outcome";
import { settle } from "./settle";
import type { WorkerSetup } from "./worker-setup";

export interface Finished {
  jobId: string;
  sessionId: string;
  leaseToken: string;
  commit: Commit;
  branch: string;
  lane: LaneResult;
  validation: Receipt[];
  review: Review | null;
  /** Its change is compared with others first. */
  isCandidate: boolean;
}

const MAX_RECEIPTS = 40;
const MAX_REVIEW = 8_000;

/**
 * Hands the change over for landing with all that proves it, and settles the job in the same transaction. The key is
 * the job's: sent again, by whichever attempt, there is one completion. A candidate's is handed over for the choice.
 */
export async function handOver(
  setup: WorkerSetup,
  finished: Finished,
  signal: AbortSignal,
): Promise<Outcome<"settled">> {
  const { jobId, sessionId, leaseToken, commit, branch, lane, validation, review, isCandidate } = finished;
  const { summary: diff, patch, truncated } = commit.diff;
  const receipts = [...lane.receipts, ...validation].slice(-MAX_RECEIPTS);
  const summary = [changeSummary(diff, lane.actions, validation), ...reviewText(review)].join("\n\n");
  const result = {
    commitSha: commit.sha,
    branch,
    message: commit.message,
    prTitle: commitSubject(lane.actions),
    prBody: `${actionList(lane.actions)}\n\n${[validationText(validation), ...reviewText(review)].join("\n\n")}\n`,
    evidence: {
      baseSha: commit.baseSha,
      treeSha: commit.treeSha,
      diff,
      patch,
      truncated,
      validation: receipts,
      ...(review ? { review } : {}),
    },
  };
  const { jobs, completions } = setup.client;
  if (isCandidate) return settle(() => jobs.complete({ id: jobId, leaseToken, summary, result }, { signal }), signal);
  const input = {
    ...result,
    ...{ jobId, sessionId, idempotencyKey: `job:${jobId}` },
    job: { id: jobId, leaseToken, summary },
  };
  return settle(() => completions.enqueue(input, { signal }), signal);
}

function changeSummary(diff: DiffSummary, actions: readonly string[], validation: readonly Receipt[]): string {
  const files = `${diff.fileCount} ${diff.fileCount === 1 ? "file" : "files"} changed, +${diff.additions} −${diff.deletions}`;
  return `${commitSubject(actions)}: ${files}. ${validationText(validation)}`;
}

const validationText = (receipts: readonly Receipt[]): string =>
  receipts.length === 0
    ? "No validation was asked for."
    : `Validated: ${receipts.map((receipt) => `\`${receipt.command}\` exited with ${receipt.exitCode}`).join(", ")}.`;

/** What the critic has left to say, for the person who decides. */
function reviewText(review: Review | null): string[] {
  if (review === null) return [];
  if (review.problem !== null) return [`${review.problem}.`];
  if (review.findings.length === 0) return [`The critic ${review.critic} has no findings.`];
  const lines = review.findings.map(
    ({ path, message, severity }) => `- ${severity}: ${path ? `${path}: ` : ""}${message}`,
  );
  return [`The critic ${review.critic} says:\n${lines.join("\n")}`.slice(0, MAX_REVIEW)];
}
