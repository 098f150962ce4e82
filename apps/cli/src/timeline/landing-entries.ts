import { type LandingEventType, shortId } from "@pushpals/protocol";
import { linesOf } from "@pushpals/sdk";
import { COMMAND } from "../command-name";
import { type EntryMakers, entry } from "./entry";
import { failureLines } from "./failure-lines";

/** How a change gets onto the integration branch. */
export const landingEntries: EntryMakers<LandingEventType> = {
  completion_enqueued: null,
  merge_started: ({ ts, payload }) =>
    entry({ ts }, "quiet", "landing", `job ${shortId(payload.jobId)}`, {
      outcome: payload.attempt === 1 ? "" : `attempt ${payload.attempt}`,
      passing: true,
    }),
  merge_succeeded: ({ ts, payload: { jobId, landing } }) =>
    entry({ ts }, "good", "landed", `job ${shortId(jobId)}`, {
      outcome: [
        `${landing.branch} at ${landing.commitSha.slice(0, 9)}`,
        landing.remote === null ? "local repository" : landing.remote,
        landing.checks === "passed" ? "checks passed" : "ungated",
        ...(landing.alreadyLanded ? ["was there already"] : []),
      ].join(", "),
    }),
  merge_failed: ({ ts, payload }) =>
    entry({ ts }, payload.willRetry ? "attention" : "bad", "not landed", `job ${shortId(payload.jobId)}`, {
      outcome: `${payload.failure.code}${payload.willRetry ? ", tried again" : ""}`,
      details: [
        ...failureLines(payload.failure),
        ...(payload.willRetry ? [] : [`kept: ${payload.branch}`, `next: ${COMMAND} diff ${shortId(payload.jobId)}`]),
      ],
    }),
  base_merge_requested: null,
  base_merge_settled: ({ ts, payload }) =>
    entry({ ts }, payload.outcome === "refused" ? "attention" : "good", MERGED[payload.outcome], "base branch", {
      outcome: payload.outcome === "refused" ? `asked for by ${payload.by}` : `by ${payload.by}`,
      details: linesOf(payload.message),
    }),
  pr_opened: ({ ts, payload }) =>
    entry({ ts }, "good", payload.reused ? "refreshed" : "opened", `pull request #${payload.number}`, {
      outcome: payload.url,
    }),
  approval_required: ({ ts, payload }) =>
    entry({ ts }, "attention", "needs you", `approval ${shortId(payload.approvalId)}`, {
      outcome: payload.kind,
      details: [
        ...linesOf(payload.reason),
        ...(payload.jobId ? [`see: ${COMMAND} diff ${shortId(payload.jobId)}`] : []),
        `next: ${COMMAND} approve ${shortId(payload.approvalId)}, or ${COMMAND} deny ${shortId(payload.approvalId)}`,
      ],
    }),
  approved: ({ ts, payload }) =>
    entry({ ts }, "good", "approved", `approval ${shortId(payload.approvalId)}`, {
      outcome: by(payload),
    }),
  denied: ({ ts, payload }) =>
    entry({ ts }, "attention", "denied", `approval ${shortId(payload.approvalId)}`, { outcome: by(payload) }),
};

const MERGED = { merged: "merged", already_there: "there", refused: "not merged" } as const;

const by = (decision: { by: string; note?: string | undefined }): string =>
  `by ${decision.by}${decision.note ? `: ${decision.note}` : ""}`;
