import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { sessionRoutes } from "@pushpals/protocol";
import { listen } from "@pushpals/shared/http";
import { settled } from "../testing/test-clock";
import { type TestServer, TOKENS, testServer } from "../testing/test-server";
import type { Subscription } from "./subscription";
import { eventSocket } from "./websocket";

let server: TestServer;
beforeEach(async () => {
  server = await testServer();
});
afterEach(() => server.remove());

const authorization = `Bearer ${TOKENS.operator}`;
const say = (text: string) => server.must(sessionRoutes.message, { id: "dev", text });
const subscribe = (after: number, follow = true) =>
  server.core.events.feed.subscribe({ sessionId: "dev", principalId: "test", after, follow });
const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index + 1);

async function read(subscription: Subscription, last: number): Promise<number[]> {
  const cursors: number[] = [];
  while (cursors.at(-1) !== last) {
    const frames = await subscription.next();
    if (!frames) break;
    cursors.push(...frames.filter((frame) => frame.durable).map((frame) => frame.cursor));
  }
  subscription.end();
  return cursors;
}

/** Cursors that a server-sent stream brings, until this one. */
async function readSse(url: string, last: number): Promise<number[]> {
  const stop = new AbortController();
  const response = await fetch(url, { headers: { authorization }, signal: stop.signal });
  const cursors: number[] = [];
  let rest = "";
  for await (const chunk of response.body ?? []) {
    rest += new TextDecoder().decode(chunk);
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.startsWith("id: ")) cursors.push(Number(line.slice(4)));
    if (cursors.at(-1) === last) break;
  }
  stop.abort();
  return cursors;
}

describe("feed", () => {
  test("a replay from each cursor is gap-free and without repeats while a writer appends", async () => {
    const total = 1_300;
    for (let n = 0; n < 600; n += 100) await Promise.all(Array.from({ length: 100 }, (_, i) => say(`old ${n + i}`)));
    const starts = [0, 1, 2, 77, 499, 500, 501, 555, 599, 600];
    const readers = starts.map((after) => read(subscribe(after), total));
    for (let n = 600; n < total; n += 7)
      await Promise.all(Array.from({ length: Math.min(7, total - n) }, () => say("new")));
    for (const [index, cursors] of (await Promise.all(readers)).entries())
      expect(cursors).toEqual(upTo(starts[index] ?? 0, total));
  });

  test("a reader that stops for a while is kept within bounds, and then gets all of it from the store", async () => {
    const subscription = subscribe(0);
    const first = subscription.next();
    await say("first");
    expect((await first)?.map((frame) => frame.cursor)).toEqual([1]);
    // It is live now, and reads nothing while 8 MB arrive.
    for (let n = 0; n < 80; n += 1) await say("x".repeat(100_000));
    expect(await read(subscription, 81)).toEqual(upTo(1, 81));
  });

  test("follow=false ends once it has caught up", async () => {
    await say("a");
    expect(await read(subscribe(0, false), 99)).toEqual([1]);
  });

  test("ephemeral events reach who listens, are not stored, and take no cursor", async () => {
    await say("a");
    const subscription = subscribe(0);
    await subscription.next();
    const live = subscription.next();
    await settled();
    const payload = { text: "…" };
    await server.must(sessionRoutes.command, { id: "dev", type: "assistant_text_delta", payload });
    expect(await live).toMatchObject([{ durable: false, cursor: 1 }]);
    await say("b");
    expect(await read(subscription, 2)).toEqual([2]);
    expect((await server.events()).map((event) => event.type)).toEqual(["message", "message"]);
  });
});

describe("over a socket", () => {
  let base: string;
  let stop: () => Promise<void>;
  beforeEach(() => {
    const listening = listen(server.app, { host: "127.0.0.1", port: 0, portKey: "x", websocket: eventSocket });
    base = `127.0.0.1:${listening.port}`;
    stop = () => listening.stop(100);
  });
  afterEach(() => stop());

  test("SSE: old and new events arrive in order, also for one who does not read for a while", async () => {
    for (let n = 0; n < 20; n += 1) await say("x".repeat(50_000));
    const quick = readSse(`http://${base}/sessions/dev/events?after=5`, 150);
    const response = await fetch(`http://${base}/sessions/dev/events`, { headers: { authorization } });
    for (let n = 20; n < 150; n += 1) await say("x".repeat(50_000));
    expect(await quick).toEqual(upTo(5, 150));
    // Nothing of this one was read so far: it is far behind what its buffers hold.
    const cursors: number[] = [];
    let text = "";
    for await (const chunk of response.body ?? []) {
      text += new TextDecoder().decode(chunk);
      if (text.includes("id: 150\n")) break;
    }
    for (const match of text.matchAll(/^id: (\d+)$/gm)) cursors.push(Number(match[1]));
    expect(cursors).toEqual(upTo(0, 150));
  });

  test("WebSocket: the token by subprotocol, frames in order from a cursor, and the end when the server drains", async () => {
    for (const text of ["a", "b", "c"]) await say(text);
    const socket = new WebSocket(`ws://${base}/sessions/dev/ws?after=1`, ["pushpals", `bearer.${TOKENS.operator}`]);
    const cursors: number[] = [];
    const four = Promise.withResolvers<void>();
    const closed = new Promise<number>((resolve) => socket.addEventListener("close", (event) => resolve(event.code)));
    const alive = Promise.withResolvers<void>();
    socket.addEventListener("message", (event) => {
      if (event.data === "") return alive.resolve();
      cursors.push((JSON.parse(String(event.data)) as { cursor: number }).cursor);
      if (cursors.at(-1) === 4) four.resolve();
    });
    await new Promise((resolve) => socket.addEventListener("open", resolve));
    expect(socket.protocol).toBe("pushpals");
    socket.send("");
    await alive.promise;
    await say("d");
    await four.promise;
    server.drain();
    expect(await closed).toBe(1000);
    expect(cursors).toEqual([2, 3, 4]);
    const refused = new WebSocket(`ws://${base}/sessions/dev/ws`, ["pushpals", "bearer.nope"]);
    await new Promise((resolve) => refused.addEventListener("close", resolve));
    expect(refused.protocol).toBe("");
  });
});
