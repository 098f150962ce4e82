import type { ClaimedCompletion, Failure, LandingStep } from "@pushpals/protocol";
import { applyChange } from "./apply-change";
import { decideApproval, knownRefusal } from "./approval/decide";
import { checkCandidate } from "./checks/check-candidate";
import { importChange, limitsOf } from "./git/import-change";
import { branchRef } from "./git/publish";
import type { Delivery, LandingDesk, LandingEnd } from "./landing-desk";
import { advance, startLanding } from "./merge/advance";
import type { LandingAt, LandingState, StateAt, StepEvent } from "./merge/landing-state";
import { landingOf, proveSent, sendTested } from "./send-tested";

/** What a step has at hand beside the state that it starts from. */
interface Hand {
  desk: LandingDesk;
  completion: ClaimedCompletion;
  delivery: Delivery;
}
type Working = Exclude<LandingAt, "landed" | "parked" | "failed">;
type Steps = { [At in Working]: (state: StateAt<At>, hand: Hand) => Promise<StepEvent> };

/** The way of a landing, from state to state. */
const STEPS: Steps = {
  claimed: (_state, { desk, completion, delivery }) => importByName(desk, completion, delivery),
  imported: ({ change, rebuilds }, { desk, completion, delivery }) =>
    applyChange({ desk, completion, change, delivery, rebuilds }),
  applied: ({ built }, { desk, completion, delivery }) => checkCandidate(desk, completion, built, delivery.signal),
  checked: ({ change }, { desk, completion }) => decideApproval(desk, completion, change),
  approved: pushCandidate,
  pushing: proveCandidate,
};

/** What a landing that stands there is about to do, for people who watch. */
const DOING: Readonly<Record<Working, LandingStep>> = {
  claimed: "importing",
  imported: "applying",
  applied: "checking",
  checked: "approving",
  approved: "pushing",
  pushing: "proving",
};

/**
 * Lands one completion, or says why not. Takes effect once however often it is delivered; a crash at any point leaves
 * nothing that the next delivery does not find. Throws on bugs, and when the tree to land is not the tree tested.
 */
export async function landCompletion(hand: Hand): Promise<LandingEnd> {
  let state: LandingState = startLanding();
  for (;;) {
    if (state.at === "landed" || state.at === "parked" || state.at === "failed") return state;
    if (hand.delivery.signal.aborted && state.at !== "pushing") return { at: "failed", failure: stopped() };
    hand.desk.progress.at(hand.completion.completionId, DOING[state.at]);
    await hand.desk.onStep?.(`before ${state.at}`);
    const event = stoppedOr(await runStep(state, hand), state.at, hand.delivery.signal);
    await hand.desk.onStep?.(`after ${state.at}`);
    hand.desk.log.debug({ completionId: hand.completion.completionId, at: state.at, event: event.type }, "step");
    state = advance(state, event);
  }
}

function runStep(state: Extract<LandingState, { at: Working }>, hand: Hand): Promise<StepEvent> {
  // The table is typed by state; TypeScript cannot see that the key and the argument belong together.
  const step = STEPS[state.at] as (state: LandingState, hand: Hand) => Promise<StepEvent>;
  return step(state, hand);
}

export async function importByName(
  desk: LandingDesk,
  completion: ClaimedCompletion,
  delivery: Delivery,
): Promise<StepEvent> {
  const refusal = await knownRefusal(desk, completion);
  if (refusal) return { type: "failed", failure: refusal };
  const branch = branchRef(desk.config.source_control_manager.integration_branch);
  const imported = await importChange(desk.mirror, completion, branch, limitsOf(desk.config), delivery.signal);
  return imported.ok ? { type: "imported", change: imported.change } : { type: "failed", failure: imported.failure };
}

async function pushCandidate(
  { built, receipts, flaky }: StateAt<"approved">,
  { desk, completion }: Hand,
): Promise<StepEvent> {
  const landing = landingOf(desk, built, receipts, flaky);
  return { type: "sent", ...(await sendTested(desk, built, receipts, [{ completion, landing }])) };
}

async function proveCandidate(
  { built, receipts, flaky, ...sent }: StateAt<"pushing">,
  { desk }: Hand,
): Promise<StepEvent> {
  const proof = await proveSent(desk, built, sent);
  return proof.type === "arrived" ? { type: "proven", landing: landingOf(desk, built, receipts, flaky) } : proof;
}

/** What failed because it was aborted has no cause of its own. */
function stoppedOr(event: StepEvent, at: LandingAt, signal: AbortSignal): StepEvent {
  return event.type === "failed" && signal.aborted && at !== "pushing" ? { type: "failed", failure: stopped() } : event;
}

export const stopped = (): Failure => ({
  code: "cancelled",
  message: "The landing was stopped before anything was pushed.",
});
