import { afterEach, beforeEach, expect, test } from "bun:test";
import { MERGE_TTL_MS, type MergeResult, mergeRoutes } from "@pushpals/protocol";
import { TestClock } from "../testing/test-clock";
import { type TestServer, TOKENS, testServer } from "../testing/test-server";

let server: TestServer;
let clock: TestClock;
beforeEach(async () => {
  clock = new TestClock();
  server = await testServer({ clock });
});
afterEach(() => server.remove());

const HEAD = "a".repeat(40);
const MERGED: MergeResult = {
  outcome: "merged",
  from: "b".repeat(40),
  to: HEAD,
  message: "main is at aaaaaaaaa now.",
  checks: "ungated",
};
const land = { token: TOKENS.source_control_manager };
const ask = () => server.must(mergeRoutes.create, { sessionId: "dev", headSha: HEAD });

test("a wish reaches who waits for it, its result who asked; events tell who merged what", async () => {
  const waiting = server.must(mergeRoutes.next, { waitMs: 60_000 }, land);
  const { merge } = await ask();
  expect((await waiting).merge).toEqual(merge);
  const held = server.must(mergeRoutes.get, { id: merge.mergeId, waitMs: 60_000 });
  await server.must(mergeRoutes.settle, { id: merge.mergeId, result: MERGED }, land);
  expect((await held).merge).toMatchObject({ status: "settled", result: MERGED, by: "operator" });
  expect(await server.call(mergeRoutes.next, {}, land)).toMatchObject({ code: "nothing_pending" });
  const told = (await server.events()).filter((event) => event.type.startsWith("base_merge"));
  expect(told.map((event) => [event.type, event.payload])).toEqual([
    ["base_merge_requested", { mergeId: merge.mergeId, headSha: HEAD, by: "operator" }],
    ["base_merge_settled", { mergeId: merge.mergeId, headSha: HEAD, by: "operator", ...MERGED }],
  ]);
});

test("asked twice while it waits is one wish; the first result counts; both outlive a restart", async () => {
  const first = await ask();
  expect((await ask()).merge.mergeId).toBe(first.merge.mergeId);
  await server.restart();
  const { merge } = await server.must(mergeRoutes.next, {}, land);
  await server.must(mergeRoutes.settle, { id: merge.mergeId, result: MERGED }, land);
  const late = { ...MERGED, outcome: "refused" as const };
  const again = await server.must(mergeRoutes.settle, { id: merge.mergeId, result: late }, land);
  expect(again.merge.result).toEqual(MERGED);
  expect((await server.events()).filter((event) => event.type === "base_merge_settled")).toHaveLength(1);
});

test("a wish that nobody took up in time is not carried out later", async () => {
  const { merge } = await ask();
  await clock.advance(MERGE_TTL_MS + 1);
  expect(await server.call(mergeRoutes.next, {}, land)).toMatchObject({ code: "nothing_pending" });
  expect((await server.must(mergeRoutes.get, { id: merge.mergeId })).merge.status).toBe("expired");
  expect((await ask()).merge.mergeId).not.toBe(merge.mergeId);
});
