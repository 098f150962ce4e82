import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { jobRoutes, requestRoutes } from "@pushpals/protocol";
import { flow } from "../testing/flow";
import { settled, TestClock } from "../testing/test-clock";
import { type TestServer, taskParams, testServer } from "../testing/test-server";

let server: TestServer;
let clock: TestClock;
beforeEach(async () => {
  clock = new TestClock();
  server = await testServer({ clock });
});
afterEach(() => server.remove());

const types = async () => (await server.events()).map((event) => event.type);
const ended = async () =>
  (await server.events())
    .filter((e) => e.type === "status" && e.payload.state === "request_ended")
    .map((e) => e.payload);

describe("requests", () => {
  test("a direct answer is message, completion and end in one transaction; sent twice, it is done once", async () => {
    const { enqueueRequest, claimRequest } = flow(server);
    await enqueueRequest();
    const held = await claimRequest();
    for (let time = 0; time < 2; time += 1)
      expect(await server.call(requestRoutes.complete, { ...held, answer: "42" })).toMatchObject({ ok: true });
    expect(await types()).toEqual([
      "request_enqueued",
      "request_claimed",
      "assistant_message",
      "request_completed",
      "status",
    ]);
    expect(await ended()).toMatchObject([{ outcome: "answered", jobs: [] }]);
    const failure = { code: "not_understood" as const, message: "no" };
    expect(await server.call(requestRoutes.fail, { ...held, failure })).toMatchObject({
      ok: false,
      code: "already_settled",
      status: 409,
    });
  });

  test("a stale lease changes nothing, whatever is tried with it", async () => {
    const { enqueueRequest, claimRequest } = flow(server);
    const id = await enqueueRequest();
    const stale = await claimRequest();
    await clock.advance(31_000);
    await clock.advance(2_000);
    const held = await claimRequest();
    expect(held.id).toBe(id);
    const before = await server.events();
    const failure = { code: "internal" as const, message: "x" };
    const job = { taskId: "t", sessionId: "dev", kind: "task.execute" as const, params: taskParams(id) };
    const tries = [
      server.call(requestRoutes.complete, { ...stale, answer: "x" }),
      server.call(requestRoutes.fail, { ...stale, failure }),
      server.call(requestRoutes.release, { ...stale }),
      server.call(requestRoutes.heartbeat, { ...stale }),
      server.call(jobRoutes.enqueue, { ...job, request: stale }),
    ];
    for (const answer of await Promise.all(tries))
      expect(answer).toMatchObject({ ok: false, code: "lease_lost", status: 409 });
    expect(await server.events()).toEqual(before);
    expect((await server.must(jobRoutes.list, {})).jobs).toEqual([]);
    expect(await server.call(requestRoutes.complete, { ...held, answer: "x" })).toMatchObject({ ok: true });
  });

  test("the same key and body give the same request and no effect; another body is told", async () => {
    const input = { sessionId: "dev", prompt: "a", idempotencyKey: "k" };
    const first = await server.call(requestRoutes.enqueue, input);
    const second = await server.call(requestRoutes.enqueue, input);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second).toMatchObject({ requestId: "requestId" in first ? first.requestId : "" });
    expect(await types()).toEqual(["request_enqueued"]);
    expect(await server.call(requestRoutes.enqueue, { ...input, prompt: "b" })).toMatchObject({
      code: "idempotency_mismatch",
      status: 409,
    });
  });

  test("two of the same at once are one", async () => {
    const input = { sessionId: "dev", prompt: "a", idempotencyKey: "k" };
    const answers = await Promise.all([1, 2, 3, 4].map(() => server.must(requestRoutes.enqueue, input)));
    expect(new Set(answers.map((answer) => answer.requestId)).size).toBe(1);
    expect((await server.must(requestRoutes.list, {})).counts.pending).toBe(1);
  });

  test("after so many leases that ran out, the request fails for good, and one call redrives it", async () => {
    const { enqueueRequest, claimRequest } = flow(server);
    const id = await enqueueRequest();
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await claimRequest();
      await clock.advance(30_001);
      await clock.advance(1_001);
    }
    const { request } = await server.must(requestRoutes.get, { id });
    expect(request).toMatchObject({ status: "failed", outcome: "failed", failure: { code: "attempts_exhausted" } });
    expect(await server.call(requestRoutes.claim, { agentId: "rb" })).toMatchObject({
      code: "nothing_pending",
      status: 404,
    });
    await server.must(requestRoutes.redrive, { id: id.slice(-6) });
    const held = await claimRequest();
    await server.must(requestRoutes.complete, { ...held, answer: "ok" });
    expect((await ended()).map((end) => ("outcome" in end ? end.outcome : ""))).toEqual(["failed", "answered"]);
    expect((await server.must(requestRoutes.get, { id })).request).toMatchObject({ attempts: 1, outcome: "answered" });
  });

  test("a retried class of failure goes back with back-off, and an answer lost on the way does not look like a failure", async () => {
    const { enqueueRequest, claimRequest } = flow(server);
    await enqueueRequest();
    const held = await claimRequest();
    const failure = { code: "internal" as const, message: "x" };
    const first = await server.must(requestRoutes.fail, { ...held, failure });
    const again = await server.must(requestRoutes.fail, { ...held, failure });
    expect(first).toEqual(again);
    expect(first).toMatchObject({ terminal: false, retryAt: clock.now() + 1_000 });
    expect((await server.must(requestRoutes.list, {})).counts).toMatchObject({ blocked: 1, pending: 0 });
    await clock.advance(1_000);
    expect((await server.must(requestRoutes.list, {})).counts).toMatchObject({ blocked: 0, pending: 1 });
    expect(await server.must(requestRoutes.fail, { ...held, failure })).toMatchObject({ terminal: false });
    expect((await server.must(requestRoutes.list, {})).counts).toMatchObject({ pending: 1 });
  });

  test("release gives back at once, unharmed, or after a time", async () => {
    const { enqueueRequest, claimRequest } = flow(server);
    const id = await enqueueRequest();
    await server.must(requestRoutes.release, { ...(await claimRequest()) });
    await server.must(requestRoutes.release, { ...(await claimRequest()), afterMs: 5_000 });
    expect((await server.must(requestRoutes.get, { id })).request).toMatchObject({ status: "blocked", attempts: 0 });
    await clock.advance(5_000);
    expect((await server.must(requestRoutes.get, { id })).request).toMatchObject({
      status: "pending",
      queuePosition: 1,
    });
  });

  test("rank is priority, then arrival; who waited past the budget is promoted", async () => {
    const { enqueueRequest, claimRequest } = flow(server);
    const slow = await enqueueRequest("slow", { priority: "background", queueWaitBudgetMs: 60_000 });
    const normal = await enqueueRequest("normal", { queueWaitBudgetMs: 3_600_000 });
    const fast = await server.must(requestRoutes.enqueue, {
      sessionId: "dev",
      prompt: "fast",
      priority: "interactive",
    });
    expect(fast.queuePosition).toBe(1);
    const positions = async () =>
      (await server.must(requestRoutes.list, {})).pending.map((item) => [item.title, item.queuePosition]);
    expect(await positions()).toEqual([
      ["fast", 1],
      ["normal", 2],
      ["slow", 3],
    ]);
    await clock.advance(60_000);
    expect(await positions()).toEqual([
      ["fast", 1],
      ["slow", 2],
      ["normal", 3],
    ]);
    await clock.advance(60_000);
    expect((await claimRequest()).id).toBe(slow);
    expect((await claimRequest()).id).toBe(fast.requestId);
    expect((await claimRequest()).id).toBe(normal);
  });

  test("cancel: at once when it waits; by its holder when it is claimed, who hears of it in a held heartbeat", async () => {
    const { enqueueRequest, claimRequest } = flow(server);
    const waiting = await enqueueRequest();
    expect(await server.must(requestRoutes.cancel, { id: waiting })).toMatchObject({ cancelled: true });
    const running = await enqueueRequest();
    const held = await claimRequest();
    const beat = server.must(requestRoutes.heartbeat, { ...held, waitMs: 10_000 });
    await settled();
    expect(await server.must(requestRoutes.cancel, { id: running })).toMatchObject({
      cancelled: false,
      cancelRequested: true,
    });
    expect(await beat).toMatchObject({ cancelRequested: true });
    await server.must(requestRoutes.fail, { ...held, failure: { code: "internal", message: "stopped" } });
    expect((await server.must(requestRoutes.get, { id: running })).request).toMatchObject({
      status: "cancelled",
      outcome: "cancelled",
    });
    expect((await ended()).map((end) => ("outcome" in end ? end.outcome : ""))).toEqual(["cancelled", "cancelled"]);
  });

  test("a cancel whose holder is gone ends as cancelled when the lease runs out", async () => {
    const { enqueueRequest, claimRequest } = flow(server);
    const id = await enqueueRequest();
    await claimRequest();
    await server.must(requestRoutes.cancel, { id });
    await clock.advance(30_001);
    expect((await server.must(requestRoutes.get, { id })).request.status).toBe("cancelled");
  });

  test("a claim outlives the server's absence, as nobody could renew it; then it runs out as ever", async () => {
    const { enqueueRequest, claimRequest } = flow(server);
    const id = await enqueueRequest();
    const held = await claimRequest();
    await server.close();
    await clock.advance(3_600_000);
    await server.restart();
    await clock.advance(29_000);
    expect(await server.must(requestRoutes.heartbeat, held)).toMatchObject({ expiresAt: clock.now() + 30_000 });
    await clock.advance(30_001);
    await clock.advance(1_000);
    expect((await server.must(requestRoutes.get, { id })).request).toMatchObject({ status: "pending", attempts: 1 });
  });

  test("an unknown session is told, with how to create it", async () => {
    expect(await server.call(requestRoutes.enqueue, { sessionId: "nope", prompt: "x" })).toMatchObject({
      code: "not_found",
      message: expect.stringContaining("POST /sessions"),
    });
  });
});
