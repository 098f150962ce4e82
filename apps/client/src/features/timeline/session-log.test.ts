import { describe, expect, test } from "bun:test";
import { type EventFrame, refuse } from "@pushpals/protocol";
import type { StreamItem } from "@pushpals/sdk";
import { applyFrames } from "./apply-frames";
import { packTimeline, unpackTimeline } from "./kept-timeline";
import { SessionLog, type SessionState } from "./session-log";
import { durable, recorded } from "./testing/recorded";
import { emptyTimeline, type Timeline } from "./timeline";

const FRAMES = durable(recorded("work"));

/** A server that tells what it has from a cursor on, and then what is pushed. */
function source(kept: Timeline | null = null, told: EventFrame[] = FRAMES) {
  const asked: number[] = [];
  const keptNow: Timeline[] = [];
  const allTold = Promise.withResolvers<void>();
  return {
    asked,
    keptNow,
    allTold: allTold.promise,
    kept: () => kept,
    keep: (timeline: Timeline) => void keptNow.push(timeline),
    stream: async function* (after: number, signal: AbortSignal, onOpen: () => void): AsyncIterable<StreamItem> {
      asked.push(after);
      onOpen();
      for (const frame of told) if (frame.cursor > after) yield { type: "event", frame };
      allTold.resolve();
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
      yield { type: "end", reason: "aborted" };
    },
  };
}

const until = (log: SessionLog, holds: (state: SessionState) => boolean): Promise<SessionState> =>
  new Promise((resolve) => {
    const look = (state: SessionState) => holds(state) && resolve(state);
    log.store.subscribe(look);
    look(log.store.getState());
  });
const caughtUp = ({ timeline }: SessionState) => timeline.cursor === FRAMES.length;

describe("a session's log", () => {
  test("tells what the server tells, in few steps, by one stream for all who listen", async () => {
    const from = source();
    const log = new SessionLog(from);
    let steps = 0;
    log.store.subscribe(() => {
      steps += 1;
    });
    const stops = [log.listen(), log.listen()];
    const { timeline, isLoading } = await until(log, caughtUp);
    expect(timeline.rows).toEqual(applyFrames(emptyTimeline, FRAMES).rows);
    expect(isLoading).toBe(false);
    expect(steps).toBeLessThan(8);
    for (const stop of stops) stop();
    expect(from.asked).toEqual([0]);
    expect(from.keptNow.at(-1)?.cursor).toBe(FRAMES.length);
  });

  test("waits for what is known to come, and for nothing else", async () => {
    const log = new SessionLog(source());
    log.expect(FRAMES.length);
    const steps: number[] = [];
    log.store.subscribe(({ timeline }) => void steps.push(timeline.cursor));
    log.listen();
    await until(log, caughtUp);
    expect(steps.filter((cursor) => cursor > 0)).toEqual([FRAMES.length]);
    const ahead = new SessionLog(source());
    ahead.expect(FRAMES.length + 100);
    ahead.listen();
    expect(await until(ahead, caughtUp)).toMatchObject({ isLoading: false });
  });

  test("goes on from its cursor when somebody comes back", async () => {
    const from = source();
    const log = new SessionLog(from);
    const stop = log.listen();
    await until(log, caughtUp);
    stop();
    stop();
    log.listen()();
    log.listen();
    log.restart();
    expect(from.asked).toEqual([0, FRAMES.length, FRAMES.length, FRAMES.length]);
  });

  test("shows what was kept, until what is told anew has come as far", async () => {
    const kept = unpackTimeline(packTimeline(applyFrames(emptyTimeline, FRAMES)));
    const from = source(kept, FRAMES.slice(0, 40));
    const behind = new SessionLog(from);
    const stop = behind.listen();
    await from.allTold;
    stop();
    expect(behind.store.getState()).toMatchObject({ isKept: true, timeline: { cursor: FRAMES.length } });
    const log = new SessionLog(source(kept));
    log.listen();
    const state = await until(log, ({ isKept }) => !isKept);
    expect(state.timeline.rows).toEqual(applyFrames(emptyTimeline, FRAMES).rows);
  });

  test("says that a session without a word is empty, and why one cannot be read", async () => {
    const empty = new SessionLog(source(null, []));
    empty.listen();
    expect(await until(empty, ({ isLoading }) => !isLoading)).toMatchObject({ refusal: null });
    const refusal = refuse("not_found", "There is no such session.");
    const refused = new SessionLog({
      ...source(),
      stream: async function* () {
        yield { type: "end", reason: "refused", refusal };
      },
    });
    refused.listen();
    expect(await until(refused, ({ isLoading }) => !isLoading)).toMatchObject({ refusal });
  });
});

test("what is kept is small, and of no use to a client of another version", () => {
  const timeline = applyFrames(emptyTimeline, FRAMES);
  const many = { ...timeline, rows: Array.from({ length: 5_000 }, () => timeline.rows[0]) } as Timeline;
  expect(packTimeline(many).length).toBeLessThan(200_000);
  expect(unpackTimeline(packTimeline(timeline))?.rows).toEqual(timeline.rows);
  expect([unpackTimeline(null), unpackTimeline('{"version":0}')]).toEqual([null, null]);
});
