import { describe, expect, test } from "bun:test";
import type { Landing } from "@pushpals/protocol";
import type { Intent } from "../journal/intent-store";
import { advance, isEnd, MAX_REBUILDS, startLanding, TRANSITIONS } from "./advance";
import type { Built, Change, LandingAt, LandingState, StepEvent, StepEventType } from "./landing-state";

const change: Change = { base: "b", sha: "s", commits: [] };
const built: Built = { onto: "o", head: "h", tree: "t", commits: ["h"], skipped: [] };
const landing = { commitSha: "h" } as Landing;
const intent = { head: "h" } as Intent;
const failure = { code: "checks_failed" as const, message: "red" };

const STATES: Record<LandingAt, LandingState> = {
  claimed: { at: "claimed", rebuilds: 0 },
  imported: { at: "imported", rebuilds: 0, change },
  applied: { at: "applied", rebuilds: 0, change, built },
  checked: { at: "checked", rebuilds: 0, change, built, receipts: [] },
  approved: { at: "approved", rebuilds: 0, change, built, receipts: [] },
  pushing: { at: "pushing", rebuilds: 0, change, built, receipts: [], pushed: { ok: true }, intent },
  landed: { at: "landed", rebuilds: 0, landing },
  parked: { at: "parked", rebuilds: 0, approvalId: "a" },
  failed: { at: "failed", rebuilds: 0, failure },
};
const EVENTS: Record<StepEventType, StepEvent> = {
  imported: { type: "imported", change },
  applied: { type: "applied", built },
  already_there: { type: "already_there", landing },
  checked: { type: "checked", receipts: [] },
  approved: { type: "approved" },
  parked: { type: "parked", approvalId: "a" },
  sent: { type: "sent", pushed: { ok: true }, intent },
  proven: { type: "proven", landing },
  moved: { type: "moved" },
  failed: { type: "failed", failure },
};

describe("every state with every event", () => {
  for (const at of Object.keys(STATES) as LandingAt[])
    for (const type of Object.keys(EVENTS) as StepEventType[]) {
      const to = TRANSITIONS[at][type];
      test(`${at} + ${type} -> ${to ?? "a bug"}`, () => {
        if (!to) expect(() => advance(STATES[at], EVENTS[type])).toThrow("cannot take");
        else expect(advance(STATES[at], EVENTS[type])).toEqual({ ...STATES[to], rebuilds: type === "moved" ? 1 : 0 });
      });
    }
});

test("the only way to landed is a proof, and the only way to a push is through checks and approval", () => {
  const into = (to: LandingAt) =>
    Object.entries(TRANSITIONS).flatMap(([from, events]) =>
      Object.entries(events)
        .filter(([, target]) => target === to)
        .map(([event]) => `${from}:${event}`),
    );
  expect(into("landed")).toEqual(["imported:already_there", "pushing:proven"]);
  expect(into("pushing")).toEqual(["approved:sent"]);
  expect(into("approved")).toEqual(["checked:approved"]);
  expect(into("checked")).toEqual(["applied:checked"]);
  expect((Object.keys(TRANSITIONS) as LandingAt[]).filter(isEnd)).toEqual(["landed", "parked", "failed"]);
});

test("a moved branch voids the candidate with its receipts, and gives way after a bounded number of rebuilds", () => {
  let state: LandingState = startLanding();
  state = advance(state, EVENTS.imported);
  for (let round = 1; round <= MAX_REBUILDS; round += 1) {
    for (const type of ["applied", "checked", "approved", "sent", "moved"] as const)
      state = advance(state, EVENTS[type]);
    expect(state).toEqual({ at: "imported", rebuilds: round, change });
  }
  for (const type of ["applied", "checked", "approved", "sent", "moved"] as const) state = advance(state, EVENTS[type]);
  expect(state).toMatchObject({ at: "failed", failure: { code: "integration_moved" } });
});
