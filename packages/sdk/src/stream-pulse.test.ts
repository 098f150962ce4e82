import { afterEach, expect, test } from "bun:test";
import { refuse } from "@pushpals/protocol";
import { type PulseItem, streamPulse } from "./stream-pulse";
import { type FakeHub, fakeHub, type Line } from "./testing/fake-hub";
import { sse, TOKEN } from "./testing/frames";

let hub: FakeHub | undefined;
afterEach(async () => {
  await hub?.stop();
});

const pulse = (cursor: number) => ({ sessionId: "dev", cursor, type: "message" });
const told = (item: PulseItem) => (item.type === "pulse" ? item.pulse.cursor : item.type);

async function read(enough: number): Promise<(number | string)[]> {
  const stop = new AbortController();
  const seen: (number | string)[] = [];
  for await (const item of streamPulse({
    baseUrl: hub?.url ?? "",
    token: TOKEN,
    backoffBaseMs: 2,
    signal: stop.signal,
  })) {
    seen.push(told(item));
    if (seen.length === enough) stop.abort();
  }
  return seen;
}

test("after each break it says that all may be old, and goes on", async () => {
  const send = (cursor: number) => (line: Line) => {
    line.send(sse(JSON.stringify(pulse(cursor))));
    line.end();
  };
  hub = await fakeHub(
    "sse",
    [send(1), { status: 503, body: JSON.stringify(refuse("shutting_down", "later")) }, send(2)],
    TOKEN,
  );
  expect(await read(4)).toEqual(["connected", 1, "connected", 2, "end"]);
});

test("a refusal ends it", async () => {
  hub = await fakeHub("sse", [{ status: 401, body: JSON.stringify(refuse("unauthorized", "no")) }], TOKEN);
  expect(await read(9)).toEqual(["end"]);
});

test("silence ends a connection like a broken line", async () => {
  hub = await fakeHub("sse", [() => undefined, (line) => line.send(sse(JSON.stringify(pulse(7))))], TOKEN);
  const stop = new AbortController();
  const seen: (number | string)[] = [];
  const options = { baseUrl: hub.url, token: TOKEN, backoffBaseMs: 2, silenceMs: 50, signal: stop.signal };
  for await (const item of streamPulse(options)) {
    seen.push(told(item));
    if (seen.at(-1) === 7) stop.abort();
  }
  expect(seen.slice(0, 3)).toEqual(["connected", "connected", 7]);
});
