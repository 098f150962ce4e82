import type { LandingAt, LandingState, StepEvent, StepEventType } from "./landing-state";

/** How often a candidate is rebuilt on a new head before the landing gives way. */
export const MAX_REBUILDS = 5;

/** Every transition there is. What is not in here is a bug, not a case. */
export const TRANSITIONS: Readonly<Record<LandingAt, Readonly<Partial<Record<StepEventType, LandingAt>>>>> = {
  claimed: { imported: "imported", failed: "failed" },
  imported: { applied: "applied", already_there: "landed", failed: "failed" },
  applied: { checked: "checked", failed: "failed" },
  checked: { approved: "approved", parked: "parked", failed: "failed" },
  approved: { sent: "pushing", failed: "failed" },
  pushing: { proven: "landed", moved: "imported", failed: "failed" },
  landed: {},
  parked: {},
  failed: {},
};

/** What is known in each state: on the way to it everything else is dropped, so a void candidate cannot be pushed. */
const KNOWN: Readonly<Record<LandingAt, readonly string[]>> = {
  claimed: [],
  imported: ["change"],
  applied: ["change", "built"],
  checked: ["change", "built", "receipts", "flaky"],
  approved: ["change", "built", "receipts", "flaky"],
  pushing: ["change", "built", "receipts", "flaky", "pushed", "intent"],
  landed: ["landing"],
  parked: ["approvalId"],
  failed: ["failure"],
};

export const startLanding = (): LandingState => ({ at: "claimed", rebuilds: 0 });

export const isEnd = (at: LandingAt): at is "landed" | "parked" | "failed" => Object.keys(TRANSITIONS[at]).length === 0;

/** The state after an event. Pure. Throws on a transition that does not exist. */
export function advance(state: LandingState, event: StepEvent): LandingState {
  const to = TRANSITIONS[state.at][event.type];
  if (!to) throw new Error(`a landing that is ${state.at} cannot take "${event.type}"`);
  const rebuilds = event.type === "moved" ? state.rebuilds + 1 : state.rebuilds;
  if (rebuilds > MAX_REBUILDS) return { at: "failed", rebuilds, failure: movedTooOften(rebuilds) };
  const facts: Record<string, unknown> = { ...state, ...event };
  const known = Object.fromEntries(KNOWN[to].map((fact) => [fact, facts[fact]]));
  // TRANSITIONS and KNOWN agree with LandingState; the test walks through all of them.
  return { ...known, at: to, rebuilds } as LandingState;
}

function movedTooOften(times: number) {
  return {
    code: "integration_moved" as const,
    message: `The integration branch was moved by others ${times} times while this change was being landed. It will be tried again.`,
  };
}
