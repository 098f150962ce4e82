import type { Approval, ClaimedCompletion, Failure } from "@pushpals/protocol";
import type { LandingDesk } from "../landing-desk";
import type { Change, StepEvent } from "../merge/landing-state";
import { highRiskReasons } from "./high-risk";

const SUBJECT_MAX = 1_000_000;

/** Whether a person has to decide on a change, and what was decided. Bound to the SHA-256 of the whole diff. */
export async function decideApproval(
  desk: LandingDesk,
  completion: ClaimedCompletion,
  change: Change,
): Promise<StepEvent> {
  const { require_approval: policy, approval_ttl_ms: expiresInMs } = desk.config.policy;
  if (policy === "never") return { type: "approved" };
  const { summary, patch } = await desk.mirror.diff(change.base, change.sha);
  const reasons = policy === "always" ? ["every landing is to be approved"] : highRiskReasons(summary);
  if (reasons.length === 0) return { type: "approved" };
  const given = completion.approvalId ? await desk.client.approvals.get({ id: completion.approvalId }) : null;
  // A decision counts for the diff that it was made on, and for no other.
  if (given?.ok && given.approval.diffSha === summary.sha256) return eventOf(given.approval);
  const asked = await desk.client.approvals.create({
    sessionId: completion.sessionId,
    kind: "landing",
    reason: `Land on ${desk.config.source_control_manager.integration_branch}? ${reasons.join("; ")}.`.slice(0, 4_000),
    subject: patch.slice(0, SUBJECT_MAX),
    diffSha: summary.sha256,
    completionId: completion.completionId,
    jobId: completion.jobId,
    ...(completion.requestId ? { requestId: completion.requestId } : {}),
    expiresInMs,
  });
  if (asked.ok) return eventOf(asked.approval);
  return {
    type: "failed",
    failure: { code: "internal", message: `The approval could not be asked for: ${asked.message}` },
  };
}

/** Whether a change may land without a person being asked now: the policy wants none, or one has approved it. */
export async function mayLandUnasked(
  desk: LandingDesk,
  completion: ClaimedCompletion,
  change: Change,
): Promise<boolean> {
  const { require_approval: policy } = desk.config.policy;
  if (policy === "never") return true;
  const { summary } = await desk.mirror.diff(change.base, change.sha);
  if (policy === "high_risk" && highRiskReasons(summary).length === 0) return true;
  const given = completion.approvalId ? await desk.client.approvals.get({ id: completion.approvalId }) : null;
  return given?.ok === true && given.approval.diffSha === summary.sha256 && given.approval.status === "approved";
}

/** A decision against a completion that was parked, before any work is done for it; null when there is none. */
export async function knownRefusal(desk: LandingDesk, completion: ClaimedCompletion): Promise<Failure | null> {
  if (!completion.approvalId) return null;
  const known = await desk.client.approvals.get({ id: completion.approvalId });
  return known.ok ? refusalOf(known.approval) : null;
}

function eventOf(approval: Approval): StepEvent {
  if (approval.status === "approved") return { type: "approved" };
  const failure = refusalOf(approval);
  return failure ? { type: "failed", failure } : { type: "parked", approvalId: approval.approvalId };
}

function refusalOf({ status, decidedBy, note, approvalId }: Approval): Failure | null {
  const detail = { approvalId };
  if (status === "expired")
    return {
      code: "approval_expired",
      message:
        "Nobody decided on this landing in time, so nothing was landed. The work is kept; redrive it to be asked again.",
      detail,
    };
  if (status !== "denied") return null;
  return {
    code: "approval_denied",
    message: `${decidedBy ?? "A person"} denied this landing${note ? `: ${note}` : "."}`,
    detail,
  };
}
