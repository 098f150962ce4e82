import { describe, expect, test } from "bun:test";
import { type Refusal, refuse } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { CommunicationManager } from "./communication";
import type { HeartbeatBody } from "./heartbeat";
import { createLog } from "./log/index";

interface Sent {
  id: string;
  type: string;
  payload: { text?: string; step?: string; message?: string };
  from?: string;
  turnId?: string;
  idempotencyKey: string;
}

/** A hub that takes events by a rule, and the voice that speaks to it. */
function speaking(take: (sent: Sent, n: number) => Promise<Refusal | null> | Refusal | null = () => null) {
  const sent: Sent[] = [];
  const taken: Sent[] = [];
  const lines: string[] = [];
  const command = async (input: Sent) => {
    sent.push(input);
    const refused = await take(input, sent.length);
    if (refused) return refused;
    taken.push(input);
    return { ok: true };
  };
  const client = { sessions: { command } } as unknown as Client;
  const log = createLog({ service: "test", destination: { write: (line) => lines.push(line) } });
  return { voice: new CommunicationManager({ client, from: "workerpal-1", log }), sent, taken, lines };
}

const AWAY = refuse("unreachable", "away");
const note = (text: string) => ({ state: "note" as const, text });
const JOB = "0190163d-8694-739b-aea5-966c26f8ad91";

describe("CommunicationManager", () => {
  test("sends in the order of the calls, in its own name, with the context given", async () => {
    const { voice, taken } = speaking(async (_sent, n) => {
      await Bun.sleep(n % 2);
      return null;
    });
    for (let n = 0; n < 10; n++) voice.emit(n % 3 ? "a" : "b", "status", note(String(n)), { turnId: `t${n}` });
    await voice.flush();
    expect(taken.map(({ payload }) => payload.text)).toEqual([..."0123456789"]);
    expect(taken.every(({ from }) => from === "workerpal-1")).toBe(true);
    expect(taken[4]).toMatchObject({ id: "a", type: "status", turnId: "t4" });
  });

  test("sends again while the hub is away, with the same key, and keeps the order", async () => {
    const { voice, sent, taken } = speaking((_sent, n) => (n <= 2 ? AWAY : null));
    voice.emit("s", "status", note("first"));
    voice.emit("s", "status", note("second"), {}, "own-key");
    await voice.flush();
    expect(taken.map(({ payload }) => payload.text)).toEqual(["first", "second"]);
    expect(new Set(sent.slice(0, 3).map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(taken[1]?.idempotencyKey).toBe("own-key");
  });

  test("is held up by no event that the hub refuses, or breaks on", async () => {
    const refused = speaking((sent) => (sent.payload.text === "bad" ? refuse("bad_request", "no") : null));
    refused.voice.emit("s", "status", note("bad"));
    refused.voice.emit("s", "status", note("good"));
    await refused.voice.flush();
    expect(refused.taken.map(({ payload }) => payload.text)).toEqual(["good"]);
    expect(refused.lines.join()).toContain("an event was refused");

    const broken = speaking((sent) => (sent.payload.text === "bad" ? refuse("internal", "bug") : null));
    broken.voice.emit("s", "status", note("bad"));
    broken.voice.emit("s", "status", note("good"));
    await broken.voice.flush();
    expect(broken.taken.map(({ payload }) => payload.text)).toEqual(["good"]);
  });

  test("drops progress first when too much waits, and says so", async () => {
    const back = Promise.withResolvers<null>();
    const { voice, taken, lines } = speaking(() => back.promise);
    voice.emit("s", "status", note("held"));
    for (let n = 0; n < 600; n++) {
      voice.emit("s", "task_progress", { jobId: JOB, step: "lane", message: `p${n}` });
      voice.emit("s", "status", note(`n${n}`));
    }
    back.resolve(null);
    await voice.flush();
    const notes = taken.filter(({ type }) => type === "status").map(({ payload }) => payload.text);
    expect(notes).toEqual(["held", ...Array.from({ length: 600 }, (_, n) => `n${n}`)]);
    const progress = taken.filter(({ type }) => type === "task_progress");
    expect(progress.at(-1)?.payload.message).toBe("p599");
    expect(progress.length).toBe(399);
    expect(lines.join()).toContain("events are dropped");
  });

  test("flushes no longer than it may", async () => {
    const { voice } = speaking(() => new Promise<null>(() => undefined));
    voice.emit("s", "status", note("never"));
    await voice.flush(AbortSignal.timeout(20));
    await voice.flush(AbortSignal.abort());
  });
});

describe("the heartbeat", () => {
  const body = (status: HeartbeatBody["status"], itemId: string | null = null): HeartbeatBody => ({
    ...{ workerId: "w", role: "workerpal", status, itemId, lanes: [], sandbox: null, labels: [], pid: 1 },
  });

  function beating(everyMs: number, hold: () => Promise<void> = async () => undefined) {
    const beats: HeartbeatBody[] = [];
    let now = body("idle");
    const heartbeat = async (beat: HeartbeatBody) => {
      beats.push(beat);
      await hold();
      return { ok: true };
    };
    const client = { workers: { heartbeat } } as unknown as Client;
    const voice = new CommunicationManager({ client, from: "w", log: createLog({ service: "test", level: "silent" }) });
    const heart = voice.startHeartbeat(() => now, everyMs);
    return { beats, heart, become: (next: HeartbeatBody) => (now = next) };
  }

  test("beats at the start, at each change, by the clock, and says goodbye once", async () => {
    const { beats, heart, become } = beating(5);
    while (beats.length < 2) await Bun.sleep(1);
    const before = beats.length;
    become(body("busy", JOB));
    heart.touch();
    while (beats.length < before + 2) await Bun.sleep(1);
    await heart.stop();
    await heart.stop();
    const count = beats.length;
    heart.touch();
    await Bun.sleep(15);
    expect(beats.length).toBe(count);
    expect([beats[0]?.status, beats[before]?.status, beats[before]?.itemId]).toEqual(["idle", "busy", JOB]);
    expect(beats.at(-1)).toMatchObject({ status: "stopped", itemId: null });
    expect(beats.filter(({ status }) => status === "stopped").length).toBe(1);
  });

  test("says the last state once when the hub was slow, not all in between", async () => {
    const back = Promise.withResolvers<void>();
    const { beats, heart, become } = beating(60_000, () => back.promise);
    for (let n = 0; n < 50; n++) {
      become(body(n === 49 ? "draining" : "busy"));
      heart.touch();
    }
    back.resolve();
    await heart.stop();
    expect(beats.map(({ status }) => status)).toEqual(["idle", "stopped"]);

    const other = Promise.withResolvers<void>();
    const slow = beating(60_000, () => other.promise);
    slow.become(body("busy"));
    slow.heart.touch();
    slow.become(body("draining"));
    slow.heart.touch();
    other.resolve();
    while (slow.beats.length < 2) await Bun.sleep(1);
    expect(slow.beats.map(({ status }) => status)).toEqual(["idle", "draining"]);
    await slow.heart.stop();
  });
});
