import type { EnvelopeOf, LandingEventType } from "@pushpals/protocol";
import type { Draft } from "../draft";
import { type ApprovalRow, approvalKey, isOver, jobKey, type NoteRow } from "../row";
import type { Folds } from "./fold";
import { addStep, trouble } from "./job";
import { changeJob, jobRow } from "./job-row";

export const landingFolds: Folds<LandingEventType> = {
  completion_enqueued: (draft, { ts, payload }, cursor) => {
    const row = jobRow(draft, payload, ts, cursor);
    changeJob(draft, row, ts, { state: "landing", branch: payload.branch, failure: null });
  },
  merge_started: (draft, { ts, payload }, cursor) => {
    const row = jobRow(draft, payload, ts, cursor);
    if (!isOver(row)) changeJob(draft, row, ts, { state: "landing" });
  },
  merge_succeeded: (draft, { ts, payload }, cursor) =>
    void changeJob(draft, jobRow(draft, payload, ts, cursor), ts, {
      state: "landed",
      landing: payload.landing,
      failure: null,
    }),
  merge_failed: (draft, { id, ts, payload }, cursor) => {
    const { failure, willRetry, branch, reworkJobId = null } = payload;
    const row = jobRow(draft, payload, ts, cursor);
    if (willRetry) addStep(draft, row, trouble(row, "landing", failure, id, ts), { failure, branch });
    else changeJob(draft, row, ts, { state: "failed", failure, branch, reworkJobId });
  },
  base_merge_requested: null,
  base_merge_settled: (draft, event, cursor) =>
    draft.add({
      ...noteOf(event, cursor),
      tone: event.payload.outcome === "refused" ? "attention" : "good",
      verb: MERGED[event.payload.outcome],
      object: "into the base branch",
      outcome: `asked for by ${event.payload.by}`,
      text: event.payload.message,
    }),
  pr_opened: (draft, event, cursor) =>
    draft.add({
      ...noteOf(event, cursor),
      tone: "good",
      verb: event.payload.reused ? "Refreshed" : "Opened",
      object: `pull request #${event.payload.number}`,
      outcome: event.payload.title,
      url: event.payload.url,
    }),
  approval_required: (draft, { ts, payload }, cursor) => {
    const { approvalId, kind: about, reason, diffSha, expiresAt, jobId = null } = payload;
    const key = approvalKey(approvalId);
    const decision = { state: "pending", by: null, note: null, decidedAt: null } as const;
    draft.add({
      kind: "approval",
      key,
      at: ts,
      cursor,
      approvalId,
      about,
      reason,
      diffSha,
      expiresAt,
      jobId,
      ...decision,
    });
    draft.setOpen(key, true);
    const job = jobId === null ? undefined : draft.find("job", jobKey(jobId));
    if (job) changeJob(draft, job, ts, { isAsked: true });
  },
  approved: (draft, event) => decide(draft, event, "approved"),
  denied: (draft, event) => decide(draft, event, "denied"),
};

function decide(draft: Draft, { ts, payload }: EnvelopeOf<"approved" | "denied">, state: ApprovalRow["state"]): void {
  const row = draft.find("approval", approvalKey(payload.approvalId));
  if (!row) return;
  draft.change<ApprovalRow>(row, { state, by: payload.by, note: payload.note ?? null, decidedAt: ts });
  draft.setOpen(row.key, false);
  const job = row.jobId === null ? undefined : draft.find("job", jobKey(row.jobId));
  if (job) changeJob(draft, job, ts, { isAsked: false });
}

const MERGED = { merged: "Merged", already_there: "Was merged already", refused: "Not merged" } as const;

const noteOf = ({ id, ts }: { id: string; ts: number }, cursor: number): NoteRow => ({
  kind: "note",
  key: id,
  at: ts,
  cursor,
  tone: "plain",
  verb: "",
  object: "",
  outcome: "",
  text: "",
  url: null,
  jobId: null,
});
