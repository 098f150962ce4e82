import { describe, expect, test } from "bun:test";
import type { EventFrame } from "@pushpals/protocol";
import fc from "fast-check";
import { applyFrames } from "./apply-frames";
import type { JobRow, Row } from "./row";
import { durable, recorded } from "./testing/recorded";
import { emptyTimeline, type Timeline } from "./timeline";

const RECORDINGS = { work: recorded("work"), approvals: recorded("approvals") };
const name = fc.constantFrom("work" as const, "approvals" as const);

const rowsOf = <K extends Row["kind"]>(timeline: Timeline, kind: K) =>
  timeline.rows.filter((row): row is Extract<Row, { kind: K }> => row.kind === kind);
const jobOf = (timeline: Timeline, title: RegExp): JobRow => {
  const job = rowsOf(timeline, "job").find((row) => title.test(row.title));
  if (!job) throw new Error(`no job ${title}`);
  return job;
};

/** Fails on any write to what a timeline shares with the ones before it. */
function frozen(timeline: Timeline): Timeline {
  for (const row of timeline.rows) {
    Object.freeze(row);
    if (row.kind === "job") {
      Object.freeze(row.steps);
      row.steps.forEach(Object.freeze);
    }
  }
  Object.freeze(timeline.rows);
  return Object.freeze(timeline);
}

/** The frames in pieces that end at the given places. */
function inPieces(frames: readonly EventFrame[], cuts: readonly number[]): Timeline {
  const ends = [...new Set(cuts.map((cut) => cut % frames.length))].sort((a, b) => a - b);
  let timeline = frozen(emptyTimeline);
  let start = 0;
  for (const end of [...ends, frames.length]) {
    timeline = frozen(applyFrames(timeline, frames.slice(start, end)));
    start = end;
  }
  return timeline;
}

const cuts = fc.array(fc.nat(200), { maxLength: 12 });

describe("a timeline", () => {
  test("is the same however replay and live events are cut, and whatever was heard on the way", () => {
    fc.assert(
      fc.property(name, cuts, fc.nat(200), (which, places, from) => {
        const all = RECORDINGS[which];
        const live = all.slice(from % all.length);
        const stored = durable(all.slice(0, from % all.length));
        const whole = applyFrames(emptyTimeline, durable(all));
        const pieces = inPieces([...stored, ...live], places);
        expect(pieces.rows).toEqual(whole.rows);
        expect(pieces.cursor).toBe(whole.cursor);
        expect(pieces.open).toEqual(whole.open);
        expect([...pieces.at]).toEqual([...whole.at]);
      }),
    );
  });

  test("counts an event once, however often and late it comes", () => {
    fc.assert(
      fc.property(name, fc.array(fc.tuple(fc.nat(200), fc.nat(20)), { maxLength: 8 }), (which, repeats) => {
        const frames = durable(RECORDINGS[which]);
        const twice = [...frames];
        for (const [at, back] of repeats) {
          const end = at % frames.length;
          twice.splice(
            twice.indexOf(frames[end] as EventFrame) + 1,
            0,
            ...frames.slice(Math.max(0, end - back), end + 1),
          );
        }
        const whole = applyFrames(emptyTimeline, frames);
        expect(applyFrames(emptyTimeline, twice)).toEqual(whole);
        expect(applyFrames(whole, frames)).toBe(whole);
      }),
    );
  });

  test("leaves what an event does not touch the same object", () => {
    const frames = durable(RECORDINGS.work);
    let timeline = emptyTimeline;
    for (const frame of frames) {
      const next = applyFrames(timeline, [frame]);
      const changed = timeline.rows.filter((row, index) => next.rows[index] !== row);
      // A job and its request, or an approval and its job.
      expect(changed.length).toBeLessThanOrEqual(2);
      timeline = next;
    }
  });

  test("says how many events are missing, and goes on", () => {
    const frames = durable(RECORDINGS.work);
    const timeline = applyFrames(emptyTimeline, [...frames.slice(0, 2), ...frames.slice(5)]);
    expect(rowsOf(timeline, "gap")).toEqual([expect.objectContaining({ cursor: 5, missing: 3 })]);
    expect(timeline.cursor).toBe(frames.length);
  });

  test("passes over types that it does not know", () => {
    const [first] = durable(RECORDINGS.work) as [EventFrame];
    const strange = { cursor: 1, envelope: { ...first.envelope, type: "from_the_future", payload: {} } };
    const timeline = applyFrames(emptyTimeline, [strange as unknown as EventFrame]);
    expect(timeline.rows).toEqual([]);
    expect(timeline.cursor).toBe(1);
  });
});

describe("what a recorded session of work shows", () => {
  const timeline = applyFrames(emptyTimeline, RECORDINGS.work);

  test("its rows in the order in which they began", () => {
    expect(timeline.rows.map((row) => (row.kind === "job" ? `job ${row.title}: ${row.state}` : row.kind))).toEqual([
      "message",
      "reply",
      "message",
      "request",
      "job Write the docs of the shop: landed",
      "message",
      "request",
      "job Move src/price.ts to src/prices.ts and 1 more: landed",
      "reply",
      'job Replace "no such text" in src/*.ts: failed',
      "reply",
      "reply",
      "reply",
      "message",
      "request",
      "request",
      "job Run sleep 60.77: cancelled",
      "reply",
      "job Run true: completed",
      "reply",
      "reply",
      "reply",
    ]);
    expect(timeline.open.size).toBe(0);
    expect(timeline.live.size).toBe(0);
  });

  test("two jobs at once, each with its own steps", () => {
    const docs = jobOf(timeline, /docs of the shop/);
    expect(docs.steps.map((step) => (step.kind === "tool" ? `${step.state}: ${step.title}` : step.kind))).toEqual([
      "stage",
      "completed: ls src",
      "failed: cat no-such-file",
      "completed: write docs/shop.md",
      "completed: write docs/stock.md",
      "stage",
      "stage",
      "stage",
      "stage",
      "stage",
    ]);
    expect(docs).toMatchObject({ toolCalls: 4, workerId: "workerpal-2", sandbox: "process", lane: "openhands" });
    expect(docs.diff).toMatchObject({ fileCount: 2, additions: 2, deletions: 0 });
    expect(jobOf(timeline, /^Move/).toolCalls).toBe(2);
  });

  test("what failed, with its reason; what came of each request", () => {
    expect(jobOf(timeline, /^Replace/).failure?.code).toBe("nothing_changed");
    expect(rowsOf(timeline, "request").map(({ outcome }) => outcome)).toEqual([
      "landed",
      "failed",
      "cancelled",
      "completed",
    ]);
    expect(rowsOf(timeline, "request")[0]?.jobs).toHaveLength(1);
  });

  test("what is being written, while it is, and nothing of it afterwards", () => {
    const until = RECORDINGS.work.findIndex(({ envelope }) => envelope.type === "assistant_text_delta");
    const during = applyFrames(emptyTimeline, RECORDINGS.work.slice(0, until + 1));
    const docs = jobOf(during, /docs of the shop/);
    expect(docs.state).toBe("running");
    expect(during.live.get(docs.key)?.text).toBe("I look at what is there first.\n");
    expect(during.open.has(docs.key)).toBe(true);
  });
});

describe("what a recorded session of approvals shows", () => {
  const timeline = applyFrames(emptyTimeline, durable(RECORDINGS.approvals));

  test("who decided, and what they said", () => {
    expect(rowsOf(timeline, "approval").map(({ state, by, note }) => ({ state, by, note }))).toEqual([
      { state: "approved", by: "operator", note: "Looks right." },
      { state: "denied", by: "operator", note: "Not this one." },
    ]);
  });

  test("the job that was not let in, as failed for that reason", () => {
    expect(jobOf(timeline, /docs\/b/)).toMatchObject({ state: "failed", failure: { code: "approval_denied" } });
    expect(jobOf(timeline, /docs\/a/)).toMatchObject({ state: "landed", landing: { checks: "ungated" } });
  });

  test("waits for a decision until it comes", () => {
    const until = RECORDINGS.approvals.findIndex(({ envelope }) => envelope.type === "approved");
    const during = applyFrames(emptyTimeline, RECORDINGS.approvals.slice(0, until));
    const [asked] = rowsOf(during, "approval");
    expect(asked?.state).toBe("pending");
    expect(during.open.has(asked?.key ?? "")).toBe(true);
  });
});
