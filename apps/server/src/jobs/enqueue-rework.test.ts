import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { completionRoutes, type Failure, jobRoutes, taskExecuteParams } from "@pushpals/protocol";
import { flow } from "../testing/flow";
import { TestClock } from "../testing/test-clock";
import { someLanding, type TestServer, taskParams, testServer } from "../testing/test-server";

let server: TestServer;
let clock: TestClock;
beforeEach(async () => {
  clock = new TestClock();
  server = await testServer({ clock });
});
afterEach(() => server.remove());

const CONFLICT: Failure = { code: "merge_conflict", message: "both changed a.txt", detail: { files: ["a.txt"] } };
const row = async (id: string) => (await server.must(jobRoutes.get, { id })).job;
const ended = async () =>
  (await server.events()).flatMap((e) =>
    e.type === "status" && e.payload.state === "request_ended" ? [e.payload] : [],
  );
const jobs = async () => (await server.must(jobRoutes.list, {})).jobs;

/** A request with one job, whose change is being landed. */
async function landing(more: Record<string, unknown> = {}) {
  const { enqueueRequest, claimRequest, enqueueJob, claimJob, handOver, claimCompletion } = flow(server);
  const request = await enqueueRequest();
  const job = await enqueueJob(request, { request: await claimRequest(), ...more });
  await handOver(await claimJob());
  return { request, job, held: await claimCompletion() };
}

describe("a change that no longer fits", () => {
  test("is done again: one job more in the same request, told in the same transaction; sent twice is once", async () => {
    const { request, job, held } = await landing({ executionBudgetMs: 12_345 });
    for (const _twice of [1, 2]) await server.must(completionRoutes.fail, { ...held, failure: CONFLICT });
    const all = await jobs();
    expect(all).toHaveLength(2);
    const again = all.find((one) => one.jobId !== job);
    if (!again) throw new Error("no second job");
    expect(again).toMatchObject({ status: "pending", requestId: request, taskId: "t", priority: "normal" });
    const { params } = await server.must(jobRoutes.get, { id: again.jobId });
    const { rework, ...task } = taskExecuteParams.parse(params);
    expect(task).toEqual(taskExecuteParams.parse(taskParams(request)));
    expect(rework).toMatchObject({ ofJobId: job, round: 1, cause: "merge_conflict", detail: { files: ["a.txt"] } });
    expect(rework?.branch).toBe(`agent/w1/${job}`);
    const told = (await server.events()).slice(-3);
    expect(told.map((event) => event.type)).toEqual(["task_created", "job_enqueued", "merge_failed"]);
    expect(told[0]?.payload).toMatchObject({ jobId: again.jobId, reworkOf: job });
    expect(told[2]?.payload).toMatchObject({ jobId: job, willRetry: false, reworkJobId: again.jobId });
    expect(await ended()).toEqual([]);
    const claimed = await server.must(jobRoutes.claim, { workerId: "w2" });
    expect(claimed.job.executionBudgetMs).toBe(12_345);
  });

  test("counts by its second job: the request ends as landed, and the first cannot be redriven beside it", async () => {
    const { claimJob, handOver, claimCompletion } = flow(server);
    const { job, held } = await landing();
    await server.must(completionRoutes.fail, { ...held, failure: CONFLICT });
    const second = await claimJob();
    expect(await server.call(jobRoutes.redrive, { id: job })).toMatchObject({ code: "already_settled" });
    expect(await server.call(completionRoutes.redrive, { id: held.id })).toMatchObject({
      code: "already_settled",
      detail: { jobId: second.id },
    });
    await handOver(second);
    await server.must(completionRoutes.processed, { ...(await claimCompletion()), landed: someLanding() });
    expect(await ended()).toMatchObject([{ outcome: "landed", jobs: [{ jobId: second.id, outcome: "landed" }] }]);
  });

  test("that conflicts again is terminal; it can be redriven by a person", async () => {
    const { claimJob, handOver, claimCompletion } = flow(server);
    const { held } = await landing();
    await server.must(completionRoutes.fail, { ...held, failure: CONFLICT });
    const second = await claimJob();
    await handOver(second);
    await server.must(completionRoutes.fail, { ...(await claimCompletion()), failure: CONFLICT });
    expect(await jobs()).toHaveLength(2);
    expect(await row(second.id)).toMatchObject({
      landing: "failed",
      landingFailure: { message: "both changed a.txt" },
    });
    expect(await ended()).toMatchObject([{ outcome: "failed", jobs: [{ jobId: second.id }] }]);
    expect(await server.call(jobRoutes.redrive, { id: second.id })).toMatchObject({ ok: true });
  });

  test("keeps those that wait for it waiting, for the second job", async () => {
    const { enqueueJob, claimJob, handOver, claimCompletion } = flow(server);
    const { request, job, held } = await landing();
    const [landed, over] = [
      await enqueueJob(request, { dependsOn: [job], startWhen: "landed" }),
      await enqueueJob(request, { dependsOn: [job], startWhen: "ended" }),
    ];
    await server.must(completionRoutes.fail, { ...held, failure: CONFLICT });
    const second = await claimJob();
    expect([(await row(landed)).waitsFor, (await row(over)).waitsFor]).toEqual([[second.id], [second.id]]);
    await handOver(second);
    await server.must(completionRoutes.processed, { ...(await claimCompletion()), landed: someLanding() });
    expect([(await row(landed)).status, (await row(over)).status]).toEqual(["pending", "pending"]);
  });
});

test("a red check of a script is terminal, as it would be red again; an agent gets its output back", async () => {
  const red: Failure = { code: "checks_failed", message: "red", detail: { outputTail: "1 failed" } };
  const { request, held } = await landing();
  await server.must(completionRoutes.fail, { ...held, failure: red });
  expect(await jobs()).toHaveLength(1);
  const { enqueueJob, claimJob, handOver, claimCompletion } = flow(server);
  await enqueueJob(request, { params: { ...taskParams(request), lane: "openhands", instruction: "make it nice" } });
  await handOver(await claimJob());
  await server.must(completionRoutes.fail, { ...(await claimCompletion()), failure: red });
  const again = await server.must(jobRoutes.claim, { workerId: "w2" });
  expect(again.job.params["rework"]).toMatchObject({ cause: "checks_failed", detail: { outputTail: "1 failed" } });
});

test("none is done again when max_reworks is 0", async () => {
  server.core.maxReworks = 0;
  const second = await landing();
  await server.must(completionRoutes.fail, { ...second.held, failure: CONFLICT });
  expect(await jobs()).toHaveLength(1);
  expect(await row(second.job)).toMatchObject({ landing: "failed" });
});

test("a completion whose lander dies each time ends as attempts_exhausted, and can be redriven", async () => {
  const { claimCompletion } = flow(server);
  const { job } = await landing();
  for (const attempt of [1, 2, 3]) {
    await clock.advance(30_001);
    await clock.advance(1_001);
    if (attempt < 3) await claimCompletion();
  }
  expect(await row(job)).toMatchObject({ landing: "failed", landingFailure: { code: "attempts_exhausted" } });
  await server.must(jobRoutes.redrive, { id: job });
  expect(await claimCompletion()).toMatchObject({ id: expect.any(String) });
});
