import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { completionRoutes, type Envelope, jobRoutes, requestRoutes } from "@pushpals/protocol";
import { flow } from "../testing/flow";
import { settled, TestClock } from "../testing/test-clock";
import { someLanding, type TestServer, taskParams, testServer } from "../testing/test-server";

let server: TestServer;
let clock: TestClock;
beforeEach(async () => {
  clock = new TestClock();
  server = await testServer({ clock });
});
afterEach(() => server.remove());

const REQUEST = "01a2068d-0362-721d-bf4c-f5c0a678e1c9";
const job = (requestId = REQUEST, targetPaths: string[] = []) => ({
  taskId: "t",
  sessionId: "dev",
  kind: "task.execute" as const,
  params: taskParams(requestId, targetPaths),
});
const row = async (id: string) => (await server.must(jobRoutes.get, { id })).job;
const status = async (id: string) => (await row(id)).status;
const types = (events: Envelope[]) => events.map((event) => event.type);
const ended = async () =>
  (await server.events()).flatMap((e) =>
    e.type === "status" && e.payload.state === "request_ended" ? [e.payload] : [],
  );
const fail = (
  held: { id: string; leaseToken: string },
  code: "command_failed" | "cancelled" | "internal" = "command_failed",
) => server.must(jobRoutes.fail, { ...held, failure: { code, message: "no" } });

describe("hand-over of a request", () => {
  test("settles the request, enqueues the job and tells of both in one transaction; twice is once", async () => {
    const { enqueueRequest, claimRequest } = flow(server);
    const id = await enqueueRequest("x", { turnId: "turn" });
    const held = await claimRequest();
    const input = { ...job(id), idempotencyKey: "k", request: { ...held, assistantMessage: "on it" } };
    const first = await server.call(jobRoutes.enqueue, input);
    const second = await server.call(jobRoutes.enqueue, input);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(first).toMatchObject({ jobId: (second as { jobId: string }).jobId });
    const events = await server.events();
    expect(types(events)).toEqual([
      "request_enqueued",
      "request_claimed",
      "task_created",
      "job_enqueued",
      "assistant_message",
      "request_completed",
    ]);
    expect(new Set(events.map((event) => event.turnId))).toEqual(new Set(["turn"]));
    expect(new Set(events.map((event) => event.correlationId))).toEqual(new Set([id]));
    expect(await server.call(jobRoutes.enqueue, { ...job(id), request: held })).toMatchObject({
      code: "already_settled",
    });
    expect((await server.must(jobRoutes.list, {})).jobs).toHaveLength(1);
  });

  test("a job refused after the fence leaves the request with its holder", async () => {
    const { enqueueRequest, claimRequest } = flow(server);
    const id = await enqueueRequest();
    const held = await claimRequest();
    const unknown = { ...job(id), dependsOn: [REQUEST], request: held };
    expect(await server.call(jobRoutes.enqueue, unknown)).toMatchObject({ code: "dependency_unknown" });
    expect((await server.must(requestRoutes.get, { id })).request.status).toBe("claimed");
    expect((await server.must(jobRoutes.list, {})).jobs).toEqual([]);
  });

  test("a request that was to be cancelled is handed over to jobs that are cancelled", async () => {
    const { enqueueRequest, claimRequest } = flow(server);
    const id = await enqueueRequest();
    const held = await claimRequest();
    await server.must(requestRoutes.cancel, { id });
    const { jobId } = await server.must(jobRoutes.enqueue, { ...job(id), request: held });
    expect(await status(jobId)).toBe("cancelled");
    expect(await ended()).toMatchObject([{ outcome: "cancelled" }]);
  });
});

describe("the end of a request", () => {
  test("comes once, when the last job has ended, and again after a redrive", async () => {
    const { enqueueRequest, claimRequest, enqueueJob, claimJob, handOver, claimCompletion } = flow(server);
    const id = await enqueueRequest();
    const held = await claimRequest();
    const a = await enqueueJob(id);
    const b = await enqueueJob(id, { request: held });
    await server.must(jobRoutes.complete, { ...(await claimJob()), summary: "looked" });
    const second = await claimJob();
    expect(second.id).toBe(b);
    await handOver(second);
    expect(await ended()).toEqual([]);
    const landing = await claimCompletion();
    const failure = { code: "checks_failed" as const, message: "red" };
    await server.must(completionRoutes.fail, { ...landing, failure });
    expect(await ended()).toMatchObject([
      {
        outcome: "mixed",
        jobs: [
          { jobId: a, outcome: "completed" },
          { jobId: b, outcome: "failed" },
        ],
      },
    ]);
    await server.must(jobRoutes.redrive, { id: b });
    expect((await server.must(requestRoutes.get, { id })).request.outcome).toBe("open");
    const again = await claimCompletion();
    await server.must(completionRoutes.processed, { ...again, landed: someLanding() });
    expect((await ended()).map((end) => end.outcome)).toEqual(["mixed", "landed"]);
    expect(await row(b)).toMatchObject({ landing: "landed", landingFailure: null, landedSha: "d".repeat(40) });
  });
});

describe("dependencies", () => {
  test("completed, landed and ended wait for what they say", async () => {
    const { enqueueJob, claimJob, handOver, claimCompletion } = flow(server);
    const base = await enqueueJob(REQUEST);
    const [completed, landed, over] = [
      await enqueueJob(REQUEST, { dependsOn: [base], startWhen: "completed" }),
      await enqueueJob(REQUEST, { dependsOn: [base], startWhen: "landed" }),
      await enqueueJob(REQUEST, { dependsOn: [base], startWhen: "ended" }),
    ];
    const states = async () => [await status(completed), await status(landed), await status(over)];
    expect(await states()).toEqual(["blocked", "blocked", "blocked"]);
    expect((await row(landed)).waitsFor).toEqual([base]);
    await handOver(await claimJob());
    expect(await states()).toEqual(["pending", "blocked", "blocked"]);
    const landing = await claimCompletion();
    await server.must(completionRoutes.processed, { ...landing, landed: someLanding() });
    expect(await states()).toEqual(["pending", "pending", "pending"]);
  });

  test("a dependency that failed fails what cannot start any more, in a cascade; a redrive waits anew", async () => {
    const { enqueueJob, claimJob } = flow(server);
    const a = await enqueueJob(REQUEST);
    const b = await enqueueJob(REQUEST, { dependsOn: [a], startWhen: "landed" });
    const c = await enqueueJob(REQUEST, { dependsOn: [b], startWhen: "completed" });
    const after = await enqueueJob(REQUEST, { dependsOn: [c], startWhen: "ended" });
    await fail(await claimJob());
    expect([await status(b), await status(c), await status(after)]).toEqual(["failed", "failed", "pending"]);
    expect((await row(c)).failure).toMatchObject({ code: "dependency_failed", detail: { jobId: b } });
    expect(await server.call(jobRoutes.redrive, { id: b })).toMatchObject({ ok: false, detail: { jobId: a } });
    await server.must(jobRoutes.redrive, { id: a });
    await server.must(jobRoutes.redrive, { id: b });
    expect([await status(a), await status(b)]).toEqual(["pending", "blocked"]);
    const late = await enqueueJob(REQUEST, { dependsOn: [c] });
    expect((await row(late)).failure).toMatchObject({ code: "dependency_failed" });
  });

  test("who waited for a job that was cancelled before it started waits for what that one waited for", async () => {
    const { enqueueJob, claimJob } = flow(server);
    const a = await enqueueJob(REQUEST);
    const b = await enqueueJob(REQUEST, { dependsOn: [a], startWhen: "ended" });
    const c = await enqueueJob(REQUEST, { dependsOn: [b], startWhen: "ended" });
    await server.must(jobRoutes.cancel, { id: b });
    expect(await row(c)).toMatchObject({ status: "blocked", waitsFor: [a] });
    await fail(await claimJob());
    expect(await status(c)).toBe("pending");
  });
});

describe("overlaps", () => {
  test("finds by containment the latest unfinished job on each path, until it has ended", async () => {
    const { enqueueJob, claimJob, handOver, claimCompletion } = flow(server);
    const overlaps = async (...targetPaths: string[]) =>
      (await server.must(jobRoutes.overlaps, { targetPaths })).jobIds;
    const dir = await enqueueJob(REQUEST, { targetPaths: ["src/lib/**"] });
    const file = await enqueueJob(REQUEST, { targetPaths: ["src/lib/a.ts", "docs/x.md"] });
    const later = await enqueueJob(REQUEST, { targetPaths: ["docs/x.md"] });
    expect(await overlaps("src/lib/a.ts")).toEqual([dir, file]);
    expect(await overlaps("src/lib/b.ts")).toEqual([dir]);
    expect(await overlaps("docs")).toEqual([later]);
    expect(await overlaps("src/li")).toEqual([]);
    expect(await overlaps("src/lib2/a.ts")).toEqual([]);
    expect(await overlaps("**/*.md")).toEqual([dir, file, later]);
    const everything = await enqueueJob(REQUEST, { targetPaths: ["*.json"] });
    expect(await overlaps("anything")).toEqual([everything]);
    await handOver(await claimJob(), { evidence: undefined });
    expect(await overlaps("src/lib/b.ts")).toEqual([dir, everything]);
    await server.must(completionRoutes.processed, { ...(await claimCompletion()), landed: someLanding() });
    expect(await overlaps("src/lib/b.ts")).toEqual([everything]);
  });
});

describe("jobs", () => {
  test("params are checked against their kind", async () => {
    const params = { ...taskParams(REQUEST), surprise: 1 };
    expect(await server.call(jobRoutes.enqueue, { ...job(), params })).toMatchObject({
      code: "bad_request",
      status: 400,
    });
  });

  test("a job for one worker is claimed by that one alone", async () => {
    const { enqueueJob, claimJob } = flow(server);
    const mine = await enqueueJob(REQUEST, { targetWorkerId: "w2" });
    expect(await server.call(jobRoutes.claim, { workerId: "w1" })).toMatchObject({ code: "nothing_pending" });
    expect((await claimJob("w2")).id).toBe(mine);
  });

  test("cancel while it runs, then the worker settles it as cancelled; a hand-over that came first is not landed", async () => {
    const { enqueueJob, claimJob, handOver } = flow(server);
    const running = await enqueueJob(REQUEST);
    const held = await claimJob();
    expect(await server.must(jobRoutes.cancel, { id: running })).toMatchObject({ cancelRequested: true });
    await fail(held, "cancelled");
    expect(await status(running)).toBe("cancelled");
    const raced = await enqueueJob(REQUEST);
    const other = await claimJob();
    await server.must(jobRoutes.cancel, { id: raced });
    await handOver(other);
    expect(await row(raced)).toMatchObject({
      status: "completed",
      landing: "failed",
      landingFailure: { code: "cancelled" },
    });
    expect(await server.call(completionRoutes.claim, { pusherId: "scm" })).toMatchObject({ code: "nothing_pending" });
    expect(await server.call(jobRoutes.redrive, { id: raced })).toMatchObject({ code: "already_settled" });
  });

  test("cancel before the landing, not during, not after", async () => {
    const { enqueueJob, claimJob, handOver, claimCompletion } = flow(server);
    const waits = await enqueueJob(REQUEST);
    await handOver(await claimJob());
    expect(await server.must(jobRoutes.cancel, { id: waits })).toMatchObject({ cancelled: true });
    const lands = await enqueueJob(REQUEST);
    await handOver(await claimJob());
    const landing = await claimCompletion();
    expect(await server.call(jobRoutes.cancel, { id: lands })).toMatchObject({
      code: "landing_in_progress",
      status: 409,
    });
    await server.must(completionRoutes.processed, { ...landing, landed: someLanding() });
    expect(await server.call(jobRoutes.cancel, { id: lands })).toMatchObject({ code: "already_settled" });
  });

  test("the log is kept, paged and held open; a stale lease cannot write to it", async () => {
    const { enqueueJob, claimJob } = flow(server);
    const id = await enqueueJob(REQUEST);
    const held = await claimJob();
    const held1 = server.must(jobRoutes.logs, { id, waitMs: 10_000 });
    await settled();
    const lines = [1, 2, 3].map((n) => ({ stream: "stdout" as const, line: `line ${n}` }));
    await server.must(jobRoutes.log, { ...held, lines });
    expect((await held1).logs.map((line) => line.line)).toEqual(["line 1", "line 2", "line 3"]);
    const page = await server.must(jobRoutes.logs, { id, limit: 2 });
    expect(page).toMatchObject({ ended: false, logs: [{ line: "line 1" }, { line: "line 2" }] });
    const waiting = server.must(jobRoutes.logs, { id, afterId: page.cursor + 1, waitMs: 10_000 });
    await settled();
    await server.must(jobRoutes.complete, { ...held, summary: "s" });
    expect(await waiting).toMatchObject({ ended: true, logs: [] });
    expect(await server.call(jobRoutes.log, { ...held, message: "late" })).toMatchObject({ ok: false, status: 409 });
  });

  test("ids can be given by their end; one that fits several is told", async () => {
    const { enqueueJob } = flow(server);
    const id = await enqueueJob(REQUEST);
    for (const digits of [6, 8, 12]) expect((await row(id.slice(-digits))).jobId).toBe(id);
    expect((await row(id.toUpperCase())).jobId).toBe(id);
    expect(await server.call(jobRoutes.get, { id: "000000" })).toMatchObject({ code: "not_found" });
  });
});
