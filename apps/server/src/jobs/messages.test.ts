import { afterEach, beforeEach, expect, test } from "bun:test";
import { approvalRoutes, jobRoutes } from "@pushpals/protocol";
import { flow } from "../testing/flow";
import { settled, TestClock } from "../testing/test-clock";
import { type TestServer, testServer } from "../testing/test-server";

const REQUEST = "01a2068d-0362-721d-bf4c-f5c0a678e1c9";
let server: TestServer;
let clock: TestClock;
beforeEach(async () => {
  clock = new TestClock();
  server = await testServer({ clock });
});
afterEach(() => server.remove());

const said = async () =>
  (await server.events()).flatMap((event) =>
    event.type === "message" || event.type === "assistant_message" ? [[event.from, event.payload.text]] : [],
  );

test("what is said to a job reaches its held heartbeat at once, each once, and a later attempt again", async () => {
  const { enqueueJob, claimJob } = flow(server);
  const id = await enqueueJob(REQUEST);
  await server.must(jobRoutes.message, { id: id.slice(-8), text: "before it runs" });
  const held = await claimJob();
  const first = await server.must(jobRoutes.heartbeat, { ...held, waitMs: 10_000 });
  expect(first.messages.map((message) => message.text)).toEqual(["before it runs"]);
  const after = first.messages[0]?.id ?? 0;
  const beat = server.must(jobRoutes.heartbeat, { ...held, waitMs: 10_000, messagesAfter: after });
  await settled();
  const input = { id, text: "use tabs", idempotencyKey: "k" };
  await server.must(jobRoutes.message, input);
  await server.must(jobRoutes.message, input);
  expect((await beat).messages.map((message) => message.text)).toEqual(["use tabs"]);
  expect(await said()).toEqual([
    ["user", "before it runs"],
    ["user", "use tabs"],
  ]);
  await clock.advance(31_000);
  await clock.advance(1_000);
  const again = await server.must(jobRoutes.heartbeat, await claimJob());
  expect(again.messages.map((message) => message.text)).toEqual(["before it runs", "use tabs"]);
});

test("a job that asks holds no worker, and goes on with the answer, without an attempt lost", async () => {
  const { enqueueJob, claimJob } = flow(server);
  const id = await enqueueJob(REQUEST);
  const held = await claimJob();
  for (let time = 0; time < 2; time += 1) await server.must(jobRoutes.ask, { ...held, question: "Tabs or spaces?" });
  const row = async () => (await server.must(jobRoutes.get, { id })).job;
  expect(await row()).toMatchObject({ status: "blocked", question: "Tabs or spaces?", claimedBy: null, attempts: 0 });
  await clock.advance(3_600_000);
  await server.restart();
  expect(await server.call(jobRoutes.claim, { workerId: "w1" })).toMatchObject({ code: "nothing_pending" });
  await server.must(jobRoutes.message, { id, text: "Tabs" });
  expect(await row()).toMatchObject({ status: "pending", question: null });
  const next = await claimJob();
  expect((await server.must(jobRoutes.heartbeat, next)).messages.map((message) => message.text)).toEqual(["Tabs"]);
  await server.must(jobRoutes.complete, { ...next, summary: "done" });
  expect(await said()).toEqual([
    ["w1", "Tabs or spaces?"],
    ["user", "Tabs"],
  ]);
  expect(await server.call(jobRoutes.message, { id, text: "too late" })).toMatchObject({ code: "already_settled" });
});

test("asking with a lost lease changes nothing; one that is to be cancelled ends instead of asking", async () => {
  const { enqueueJob, claimJob } = flow(server);
  const id = await enqueueJob(REQUEST);
  const held = await claimJob();
  const stale = { ...held, leaseToken: "other" };
  expect(await server.call(jobRoutes.ask, { ...stale, question: "?" })).toMatchObject({ code: "lease_lost" });
  await server.must(jobRoutes.cancel, { id });
  await server.must(jobRoutes.ask, { ...held, question: "?" });
  expect((await server.must(jobRoutes.get, { id })).job).toMatchObject({ status: "cancelled", question: null });
  const parked = await enqueueJob(REQUEST);
  await server.must(jobRoutes.ask, { ...(await claimJob()), question: "?" });
  expect(await server.must(jobRoutes.cancel, { id: parked })).toMatchObject({ cancelled: true });
});

test("a claim brings what was said so far, and to which question", async () => {
  const { enqueueJob, claimJob } = flow(server);
  const id = await enqueueJob(REQUEST);
  await server.must(jobRoutes.message, { id, text: "before it runs" });
  await server.must(jobRoutes.ask, { ...(await claimJob()), question: "Tabs or spaces?" });
  await server.must(jobRoutes.message, { id, text: "Tabs" });
  const { job, lease } = await server.must(jobRoutes.claim, { workerId: "w2" });
  expect(job.messages).toMatchObject([
    { text: "before it runs", answers: null },
    { text: "Tabs", answers: "Tabs or spaces?" },
  ]);
  const last = job.messages.at(-1)?.id ?? 0;
  const beat = await server.must(jobRoutes.heartbeat, { id, leaseToken: lease.token, messagesAfter: last });
  expect(beat.messages).toEqual([]);
});

test.each(["approve", "deny", "nobody"] as const)(
  "a job parked for an approval hears what was decided: %s",
  async (how) => {
    const { enqueueJob, claimJob } = flow(server);
    const id = await enqueueJob(REQUEST);
    const held = await claimJob();
    const wish = {
      sessionId: "dev",
      kind: "permission" as const,
      reason: "May it?",
      subject: "rm",
      diffSha: "a".repeat(64),
    };
    const { approval } = await server.must(approvalRoutes.create, { ...wish, jobId: id, expiresInMs: 60_000 });
    await server.must(jobRoutes.release, { ...held, approvalId: approval.approvalId });
    expect((await server.must(jobRoutes.get, { id })).job).toMatchObject({ status: "blocked", attempts: 0 });
    await server.restart();
    expect(await server.call(jobRoutes.claim, { workerId: "w1" })).toMatchObject({ code: "nothing_pending" });
    if (how === "nobody") await clock.advance(61_000);
    else await server.must(approvalRoutes.decide, { id: approval.approvalId, decision: how, note: "since" });
    const { job } = await server.must(jobRoutes.claim, { workerId: "w1" });
    const told = { approve: "approved", deny: "denied", nobody: "expired" }[how];
    expect(job.approval).toMatchObject({ approvalId: approval.approvalId, status: told, diffSha: "a".repeat(64) });
  },
);
