import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { approvalRoutes, completionRoutes, jobRoutes, requestRoutes, systemRoutes } from "@pushpals/protocol";
import { flow } from "../testing/flow";
import { TestClock } from "../testing/test-clock";
import { someEvidence, type TestServer, testServer } from "../testing/test-server";

let server: TestServer;
let clock: TestClock;
let go: ReturnType<typeof flow>;
beforeEach(async () => {
  clock = new TestClock();
  server = await testServer({ clock, maxReworks: 0 });
  go = flow(server);
});
afterEach(() => server.remove());

const needsYou = () => server.must(systemRoutes.needsYou, {});
const failing = (code: "validation_failed" | "plan_invalid" | "checks_failed") => ({ code, message: `It is ${code}.` });

async function startedJob(): Promise<{ id: string; leaseToken: string }> {
  await go.enqueueRequest("make it so");
  const request = await go.claimRequest();
  await go.enqueueJob(request.id, { request, title: "the job" });
  return go.claimJob();
}

describe("what waits for a person", () => {
  test("are approvals, questions, and whatever failed for good: planning, a job, or a landing", async () => {
    expect((await needsYou()).counts).toEqual({ approvals: 0, questions: 0, failures: 0 });
    const asking = await startedJob();
    await server.must(jobRoutes.ask, { ...asking, question: "Which?" });
    const landing = await startedJob();
    const completionId = await go.handOver(landing);
    const held = await go.claimCompletion();
    await server.must(approvalRoutes.create, {
      sessionId: "dev",
      kind: "landing",
      reason: "why",
      subject: "x".repeat(10_000),
      diffSha: someEvidence.diff.sha256,
      completionId,
    });
    await server.must(completionRoutes.fail, { ...held, failure: failing("checks_failed") });
    const broken = await startedJob();
    await server.must(jobRoutes.fail, { ...broken, failure: failing("validation_failed") });
    await go.enqueueRequest("nonsense");
    const unplanned = await go.claimRequest();
    await server.must(requestRoutes.fail, { ...unplanned, failure: failing("plan_invalid") });

    const found = await needsYou();
    expect(found.counts).toEqual({ approvals: found.approvals.length, questions: 1, failures: 3 });
    expect(found.questions).toMatchObject([{ jobId: asking.id, question: "Which?" }]);
    expect(found.approvals.map(({ subject }) => subject.length)).toEqual(found.approvals.map(() => 4_000));
    const shown = found.failures.map(({ kind, id, jobId, failure }) => [kind, id, jobId, failure.code]);
    expect(shown).toEqual(
      expect.arrayContaining([
        ["request", unplanned.id, null, "plan_invalid"],
        ["job", broken.id, broken.id, "validation_failed"],
        ["landing", completionId, landing.id, "checks_failed"],
      ]),
    );

    const pulses = server.core.events.feed.openPulse("x");
    await server.must(systemRoutes.dismiss, { ids: [broken.id, completionId] });
    expect(await pulses.next()).toEqual([{ sessionId: null, cursor: 0, type: "needs_you_changed" }]);
    pulses.end();
    expect((await needsYou()).failures.map((failure) => failure.id)).toEqual([unplanned.id]);
  });

  test("is nothing that was cancelled, or is being done again; what fails again comes back", async () => {
    const job = await startedJob();
    await server.must(jobRoutes.fail, { ...job, failure: failing("validation_failed") });
    await server.must(systemRoutes.dismiss, { ids: [job.id] });
    await server.must(jobRoutes.redrive, { id: job.id });
    expect((await needsYou()).counts.failures).toBe(0);
    await clock.advance(1);
    await server.must(jobRoutes.fail, { ...(await go.claimJob()), failure: failing("validation_failed") });
    expect((await needsYou()).failures).toMatchObject([{ id: job.id }]);
    await clock.advance(15 * 86_400_000);
    expect((await needsYou()).counts.failures).toBe(0);
    const other = await startedJob();
    await server.must(jobRoutes.cancel, { id: other.id });
    await server.must(jobRoutes.fail, { ...other, failure: { code: "cancelled", message: "Cancelled." } });
    expect((await needsYou()).counts).toEqual({ approvals: 0, questions: 0, failures: 0 });
  });
});

describe("the service level over a day", () => {
  test("comes in as many parts as are asked for, the empty ones too", async () => {
    const job = await startedJob();
    await clock.advance(5_000);
    await server.must(jobRoutes.complete, { ...job, summary: "done" });
    const { fromTs, bucketMs, queues } = await server.must(systemRoutes.series, {});
    expect([queues.requests.length, queues.jobs.length, queues.completions.length, bucketMs]).toEqual([
      48, 48, 48, 1_800_000,
    ]);
    expect(fromTs).toBeGreaterThan(clock.now() - 86_400_000);
    expect(queues.jobs[0]).toMatchObject({ ts: fromTs, finished: 0, queueWaitMs: { p50: null, p95: null } });
    const last = queues.jobs.at(-1);
    expect(last).toMatchObject({ finished: 1, succeeded: 1, timedOut: 0 });
    expect(Math.abs((last?.runtimeMs.p50 ?? 0) - 5_000)).toBeLessThan(500);
    await clock.advance(3 * 3_600_000);
    const later = await server.must(systemRoutes.series, { buckets: 7 });
    expect(later.queues.jobs.map((part) => part.finished)).toEqual([0, 0, 0, 0, 0, 0, 1]);
    await clock.advance(24 * 3_600_000);
    expect((await server.must(systemRoutes.series, {})).queues.jobs.every((part) => part.finished === 0)).toBeTrue();
  });
});

describe("the events of a job", () => {
  test("are its own alone, in pages, from the server and from its worker", async () => {
    await go.enqueueRequest("two things");
    const request = await go.claimRequest();
    const one = await go.enqueueJob(request.id, { title: "one" });
    const two = await go.enqueueJob(request.id, { request, title: "two" });
    const held = await go.claimJob();
    await server.must(jobRoutes.complete, { ...held, summary: "done" });
    const all = await server.must(jobRoutes.events, { id: one });
    expect(all.events.map(({ envelope }) => envelope.type)).toEqual([
      "task_created",
      "job_enqueued",
      "job_claimed",
      "job_completed",
      "task_completed",
    ]);
    const first = await server.must(jobRoutes.events, { id: one, limit: 2 });
    const rest = await server.must(jobRoutes.events, { id: one, after: first.next ?? 0 });
    expect([...first.events, ...rest.events]).toEqual(all.events);
    expect((await server.must(jobRoutes.events, { id: two })).events).toHaveLength(2);
    const { jobs } = await server.must(jobRoutes.list, { workerId: "w1" });
    expect(jobs.map((job) => job.jobId)).toEqual([one]);
    expect((await server.must(jobRoutes.list, { workerId: "w2" })).jobs).toEqual([]);
  });
});
