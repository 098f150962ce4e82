import { afterEach, beforeEach, expect, test } from "bun:test";
import { jobRoutes, PRIORITIES, requestRoutes, sessionRoutes } from "@pushpals/protocol";
import fc from "fast-check";
import { flow } from "../testing/flow";
import { TestClock } from "../testing/test-clock";
import { type TestServer, testServer } from "../testing/test-server";

let server: TestServer;
beforeEach(async () => {
  server = await testServer({ clock: new TestClock() });
});
afterEach(() => server.remove());

const line = async () => (await server.must(requestRoutes.list, {})).pending.map((item) => item.title);
const told = async (type: "request_edited" | "request_moved") =>
  (await server.events()).filter((event) => event.type === type).map((event) => event.payload);
const BUDGET = { queueWaitBudgetMs: 86_400_000 };

test("what waits can be edited, and the planner gets the new text without what the old one named", async () => {
  const { enqueueRequest, claimRequest } = flow(server);
  const context = {
    branch: "main",
    head: null,
    dirty: false,
    files: [{ path: "old.ts", lines: 1, excerpt: "x" }],
    symbols: [],
  };
  const id = await enqueueRequest("old", { context });
  await server.must(requestRoutes.edit, { id: id.slice(-8), prompt: "new" });
  expect(await line()).toEqual(["new"]);
  expect(await told("request_edited")).toEqual([{ requestId: id, promptPreview: "new", by: "operator" }]);
  const claimed = await server.must(requestRoutes.claim, { agentId: "rb" });
  expect(claimed.request).toMatchObject({ prompt: "new", context: { branch: "main", files: [] } });
  for (const answer of [
    await server.call(requestRoutes.edit, { id, prompt: "late" }),
    await server.call(requestRoutes.move, { id, first: true }),
  ])
    expect(answer).toMatchObject({ code: "not_waiting", status: 409, message: expect.stringContaining("claimed") });
  await server.must(requestRoutes.complete, { id, leaseToken: claimed.lease.token, answer: "x" });
  await enqueueRequest("other");
  expect((await claimRequest()).id).not.toBe(id);
});

test("send now: to the front of the first class, ahead of what was there", async () => {
  const { enqueueRequest, claimRequest } = flow(server);
  await enqueueRequest("urgent", { priority: "interactive" });
  await enqueueRequest("normal");
  const late = await enqueueRequest("late", { priority: "background" });
  const moved = await server.must(requestRoutes.move, { id: late, priority: "interactive", first: true });
  expect(moved).toMatchObject({ queuePosition: 1, priority: "interactive", etaMs: expect.any(Number) });
  expect(await line()).toEqual(["late", "urgent", "normal"]);
  await server.restart();
  expect(await line()).toEqual(["late", "urgent", "normal"]);
  expect((await claimRequest()).id).toBe(late);
});

test("before another joins its class; a class alone keeps the order of arrival; contradictions are told", async () => {
  const { enqueueRequest } = flow(server);
  const a = await enqueueRequest("a", { priority: "interactive" });
  await enqueueRequest("b", { priority: "interactive" });
  const c = await enqueueRequest("c");
  await server.must(requestRoutes.move, { id: c, before: a });
  expect(await line()).toEqual(["c", "a", "b"]);
  await server.must(requestRoutes.move, { id: c, priority: "interactive" });
  expect(await line()).toEqual(["a", "b", "c"]);
  expect(await server.call(requestRoutes.move, { id: c })).toMatchObject({ code: "bad_request" });
  expect(await server.call(requestRoutes.move, { id: c, before: c })).toMatchObject({ code: "bad_request" });
  const elsewhere = { id: c, before: a, priority: "background" as const };
  expect(await server.call(requestRoutes.move, elsewhere)).toMatchObject({ code: "bad_request" });
  expect(await told("request_moved")).toHaveLength(2);
});

test("however it is moved, position, list and claims tell of one order, which a restart keeps", async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant("add" as const), rank: fc.nat(2) }),
    fc.record({ do: fc.constant("move" as const), item: fc.nat(), before: fc.nat(), first: fc.boolean() }),
    fc.record({ do: fc.constant("claim" as const) }),
    fc.record({ do: fc.constant("back" as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const model: string[][] = [[], [], []];
      const all = () => model.flat();
      for (const one of steps) {
        if (one.do === "add") {
          const priority = PRIORITIES[one.rank] ?? "normal";
          const added = await server.must(requestRoutes.enqueue, {
            sessionId: "dev",
            prompt: "x",
            priority,
            ...BUDGET,
          });
          model[one.rank]?.push(added.requestId);
        } else if (one.do === "move") {
          const id = all()[one.item % Math.max(1, all().length)];
          const before = all()[one.before % Math.max(1, all().length)];
          if (id === undefined || before === undefined || (id === before && !one.first)) continue;
          const to = model.findIndex((row) => row.includes(one.first ? id : before));
          const where = one.first ? { first: true } : { before };
          await server.must(requestRoutes.move, { id, ...where });
          for (const row of model) if (row.includes(id)) row.splice(row.indexOf(id), 1);
          const row = model[to] ?? [];
          row.splice(one.first ? 0 : row.indexOf(before), 0, id);
        } else {
          const answer = await server.call(requestRoutes.claim, { agentId: "rb" });
          const expected = all()[0];
          if (!answer.ok || expected === undefined) {
            expect([answer.ok, expected]).toEqual([false, undefined]);
            continue;
          }
          expect(answer.request.requestId).toBe(expected);
          const held = { id: expected, leaseToken: answer.lease.token };
          if (one.do === "back") await server.must(requestRoutes.release, held);
          else {
            await server.must(requestRoutes.complete, { ...held, answer: "x" });
            for (const row of model) if (row.includes(expected)) row.splice(row.indexOf(expected), 1);
          }
        }
        const { pending } = await server.must(requestRoutes.list, {});
        expect(pending.map((item) => item.id)).toEqual(all().slice(0, 20));
        for (const [index, id] of all().entries())
          expect((await server.must(requestRoutes.get, { id })).request.queuePosition).toBe(index + 1);
      }
      await server.restart();
      expect((await server.must(requestRoutes.list, {})).pending.map((item) => item.id)).toEqual(all().slice(0, 20));
      for (const id of all()) await server.must(requestRoutes.cancel, { id });
    }),
    { numRuns: 25 },
  );
});

test("stop ends all that a session has under way, and nothing of another one", async () => {
  const { enqueueRequest, claimRequest, enqueueJob, claimJob } = flow(server);
  await server.must(sessionRoutes.create, { sessionId: "other" });
  await server.must(requestRoutes.enqueue, { sessionId: "other", prompt: "theirs", priority: "background" });
  const done = await enqueueRequest("done");
  await server.must(requestRoutes.complete, { ...(await claimRequest()), answer: "42" });
  const running = await enqueueRequest("running");
  const jobId = await enqueueJob(running, { request: await claimRequest() });
  const held = await claimJob();
  const planned = await enqueueRequest("being planned", { priority: "interactive" });
  await claimRequest();
  await enqueueRequest("waits");
  expect(await server.must(sessionRoutes.stop, { id: "dev" })).toEqual({ ok: true, cancelled: 1, cancelRequested: 2 });
  expect(await server.must(jobRoutes.heartbeat, held)).toMatchObject({ cancelRequested: true });
  expect((await server.must(requestRoutes.get, { id: planned })).request.cancelRequested).toBe(true);
  expect((await server.must(requestRoutes.get, { id: done })).request.outcome).toBe("answered");
  expect(await line()).toEqual(["theirs"]);
  await server.must(jobRoutes.fail, { ...held, failure: { code: "cancelled", message: "stopped" } });
  expect((await server.must(jobRoutes.get, { id: jobId })).job.status).toBe("cancelled");
  expect((await server.must(requestRoutes.get, { id: running })).request.outcome).toBe("cancelled");
  expect(await server.call(sessionRoutes.stop, { id: "nope" })).toMatchObject({ code: "not_found" });
});
