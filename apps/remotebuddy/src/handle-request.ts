import type { ClaimedRequest, Failure, Refusal } from "@pushpals/protocol";
import type { CommunicationManager } from "@pushpals/shared/communication";
import { handOver, type WorkContext } from "@pushpals/shared/consume";
import { enqueueJobs, type HandOverSetup } from "./hand-over/enqueue-jobs";
import { planCreated } from "./hand-over/plan-created";
import { checkPlan } from "./plan/check-plan";
import type { Planned, Planner } from "./plan/planner";
import type { PlanPolicy } from "./plan/policy/plan-policy";
import { tellQuota } from "./tell-quota";

export interface RequestSetup extends HandOverSetup {
  planner: Planner;
  policy: PlanPolicy;
  voice: Pick<CommunicationManager, "emit" | "flush">;
}

/** One request from its claim to its settlement: plan, check, tell, then answer or hand over. */
export async function handleRequest(
  request: ClaimedRequest,
  work: WorkContext,
  setup: RequestSetup,
): Promise<"settled" | Failure> {
  const { planner, client, voice } = setup;
  const made = await planner.plan(request, work.signal);
  const checked: Planned = made.ok ? checkPlan(made.plan, setup.policy) : made;
  if (!checked.ok) {
    await tellQuota(checked.failure, request, voice, work.signal);
    return checked.failure;
  }
  const { plan } = checked;
  const use = made.ok ? made.use : undefined;

  const { requestId, sessionId, turnId } = request;
  const context = { correlationId: requestId, ...(turnId === null ? {} : { turnId }) };
  // Awaited, since people read the plan before the jobs that come of it. The key keeps a second attempt from telling
  // twice; what a model plans then may be another plan, which is told.
  const created = planCreated(plan, requestId, use);
  const key = `plan:${requestId}${use ? `:${Bun.hash(JSON.stringify(created)).toString(36)}` : ""}`;
  voice.emit(sessionId, "plan_created", created, context, key);
  await voice.flush(work.signal);

  const settled = plan.requires_worker
    ? await enqueueJobs(plan, request, work, setup)
    : await handOver(
        () => client.requests.complete({ id: requestId, leaseToken: work.leaseToken, answer: plan.assistant_message }),
        work.signal,
      );
  return settled.ok ? "settled" : failureOf(settled);
}

/** A claim that is no longer ours is somebody else's to settle; a plan that the hub refuses will be refused again. */
function failureOf(refusal: Refusal): "settled" | Failure {
  if (refusal.code === "lease_lost" || refusal.code === "already_settled") return "settled";
  const final = refusal.code === "bad_request" || refusal.code === "payload_too_large";
  return {
    code: final ? "plan_invalid" : "internal",
    message: `The plan could not be handed over (${refusal.code}): ${refusal.message}`.slice(0, 4_000),
  };
}
