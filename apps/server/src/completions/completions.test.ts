import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { approvalRoutes, completionRoutes, jobRoutes, systemRoutes } from "@pushpals/protocol";
import { flow } from "../testing/flow";
import { settled, TestClock } from "../testing/test-clock";
import { someEvidence, someLanding, type TestServer, testServer } from "../testing/test-server";

let server: TestServer;
let clock: TestClock;
beforeEach(async () => {
  clock = new TestClock();
  server = await testServer({ clock });
});
afterEach(() => server.remove());

const REQUEST = "01a2068d-0362-721d-bf4c-f5c0a678e1c9";
const jobRow = async (id: string) => (await server.must(jobRoutes.get, { id })).job;
const types = async () => (await server.events()).map((event) => event.type);

async function handedOver() {
  const { enqueueJob, claimJob, handOver } = flow(server);
  const jobId = await enqueueJob(REQUEST);
  const held = await claimJob();
  return { jobId, held, completionId: await handOver(held) };
}

describe("hand-over of a job", () => {
  test("settles the job, keeps the evidence and enqueues the landing in one transaction; twice is once", async () => {
    const { jobId, held, completionId } = await handedOver();
    const before = await types();
    expect(before.slice(-4)).toEqual(["diff_ready", "committed", "job_completed", "completion_enqueued"]);
    expect(await flow(server).handOver(held)).toBe(completionId);
    expect(await types()).toEqual(before);
    expect(await jobRow(jobId)).toMatchObject({
      status: "completed",
      landing: "waiting",
      summary: "done",
      completionId,
    });
    expect(await server.must(jobRoutes.diff, { id: jobId })).toMatchObject({ patch: someEvidence.patch });
    await expect(flow(server).handOver(held, { commitSha: "f".repeat(40) })).rejects.toThrow("idempotency_mismatch");
    expect(await types()).toEqual(before);
  });

  test("with a stale lease nothing happens", async () => {
    const { enqueueJob, claimJob, handOver } = flow(server);
    const jobId = await enqueueJob(REQUEST);
    const held = await claimJob();
    await clock.advance(31_000);
    const before = await types();
    await expect(handOver(held)).rejects.toThrow("409 lease_lost");
    expect(await types()).toEqual(before);
    expect(await jobRow(jobId)).toMatchObject({ landing: "none", commitSha: null });
    expect((await server.must(completionRoutes.list, {})).completions).toEqual([]);
    expect(await server.call(jobRoutes.diff, { id: jobId })).toMatchObject({ code: "not_found" });
  });

  test("a hand-over that dies inside its transaction leaves nothing behind", async () => {
    const { enqueueJob, claimJob, handOver } = flow(server);
    const jobId = await enqueueJob(REQUEST);
    const held = await claimJob();
    const before = await types();
    // The completion and its events are written by then; the job is about to be settled.
    const original = server.core.queue.book.change;
    let changes = 0;
    server.core.queue.book.change = (...args) => {
      changes += 1;
      if (changes === 2) throw new Error("killed");
      return original.apply(server.core.queue.book, args);
    };
    await expect(handOver(held)).rejects.toThrow("internal");
    server.core.queue.book.change = original;
    expect(await types()).toEqual(before);
    expect((await server.must(completionRoutes.list, {})).counts.pending).toBe(0);
    expect((await jobRow(jobId)).status).toBe("claimed");
    await handOver(held);
    expect((await jobRow(jobId)).landing).toBe("waiting");
  });
});

describe("landing", () => {
  test("processed proves it, and the commit can be explained back to the job", async () => {
    const { jobId, completionId } = await handedOver();
    const held = await flow(server).claimCompletion();
    for (let time = 0; time < 2; time += 1)
      await server.must(completionRoutes.processed, { ...held, landed: someLanding("9".repeat(40)) });
    expect((await types()).slice(-3)).toEqual(["merge_started", "merge_succeeded", "task_completed"]);
    const why = await server.must(systemRoutes.auditExplain, { commit: "9".repeat(40) });
    expect(why).toMatchObject({ job: { jobId }, completion: { completionId, status: "completed" }, request: null });
    expect(why.events.map((event) => event.envelope.type)).toContain("merge_succeeded");
    expect(await server.call(systemRoutes.auditExplain, { commit: "8".repeat(40) })).toMatchObject({
      code: "not_found",
    });
  });

  test("a failure outside of the work is tried again; one of the work ends the landing, and can be redriven", async () => {
    const { jobId, completionId } = await handedOver();
    const { claimCompletion } = flow(server);
    const fail = async (code: "remote_unavailable" | "checks_failed") =>
      server.must(completionRoutes.fail, { ...(await claimCompletion()), failure: { code, message: "m" } });
    expect(await fail("remote_unavailable")).toMatchObject({ terminal: false });
    expect((await jobRow(jobId)).landing).toBe("waiting");
    await clock.advance(1_000);
    expect(await fail("checks_failed")).toMatchObject({ terminal: true });
    expect(await jobRow(jobId)).toMatchObject({
      status: "completed",
      landing: "failed",
      landingFailure: { code: "checks_failed" },
    });
    expect((await types()).slice(-2)).toEqual(["merge_failed", "task_failed"]);
    await server.must(completionRoutes.redrive, { id: completionId.slice(-8) });
    await server.must(completionRoutes.processed, { ...(await claimCompletion()), landed: someLanding() });
    expect((await jobRow(jobId)).landing).toBe("landed");
  });

  test("one that was denied stays denied, until it is redriven: then somebody is asked anew, and both are kept", async () => {
    const { completionId } = await handedOver();
    const { claimCompletion } = flow(server);
    const ask = async () => {
      const about = { sessionId: "dev", completionId, kind: "landing" as const, diffSha: "a".repeat(64) };
      return (await server.must(approvalRoutes.create, { ...about, reason: "why", subject: "diff" })).approval;
    };
    const claim = async () => (await server.must(completionRoutes.claim, { pusherId: "p" })).completion.approvalId;
    const parked = await claimCompletion();
    const { approvalId } = await ask();
    await server.must(completionRoutes.release, { ...parked, reason: "asks", approvalId });
    await server.must(approvalRoutes.decide, { id: approvalId, decision: "deny", note: "not yet" });
    expect(await ask()).toMatchObject({ approvalId, status: "denied" });
    const failure = { code: "approval_denied" as const, message: "not yet" };
    await server.must(completionRoutes.fail, { ...(await claimCompletion()), failure });
    expect(await ask()).toMatchObject({ approvalId, status: "denied" });
    await server.must(completionRoutes.redrive, { id: completionId });
    expect(await claim()).toBeNull();
    const anew = await ask();
    expect([anew.status, anew.approvalId === approvalId]).toEqual(["pending", false]);
    await server.must(approvalRoutes.decide, { id: anew.approvalId, decision: "approve" });
    expect((await ask()).status).toBe("approved");
    const { approvals } = await server.must(approvalRoutes.list, { completionId });
    expect(approvals.map(({ status }) => status)).toEqual(["approved", "denied"]);
  });
});

describe("approvals", () => {
  const ask = (completionId: string, more: Record<string, unknown> = {}) =>
    server.must(approvalRoutes.create, {
      sessionId: "dev",
      kind: "landing",
      reason: "high risk",
      subject: "diff",
      diffSha: "c".repeat(64),
      completionId,
      ...more,
    });

  test("a completion is parked until its approval is decided; the first decision wins", async () => {
    const { completionId } = await handedOver();
    const { claimCompletion } = flow(server);
    const held = await claimCompletion();
    const { approval } = await ask(completionId);
    expect((await ask(completionId)).approval.approvalId).toBe(approval.approvalId);
    await server.must(completionRoutes.release, { ...held, approvalId: approval.approvalId });
    expect(await server.call(completionRoutes.claim, { pusherId: "scm" })).toMatchObject({ code: "nothing_pending" });
    const waiting = server.must(approvalRoutes.get, { id: approval.approvalId, waitMs: 10_000 });
    const next = server.must(completionRoutes.claim, { pusherId: "scm", waitMs: 10_000 });
    await settled();
    const id = approval.approvalId;
    expect(
      await server.call(approvalRoutes.decide, { id, decision: "approve", diffSha: "0".repeat(64) }),
    ).toMatchObject({
      code: "approval_mismatch",
    });
    await server.must(approvalRoutes.decide, { id, decision: "approve", note: "fine" });
    await server.must(approvalRoutes.decide, { id, decision: "approve" });
    expect(await server.call(approvalRoutes.decide, { id, decision: "deny" })).toMatchObject({
      code: "already_decided",
    });
    expect((await waiting).approval).toMatchObject({ status: "approved", decidedBy: "operator", note: "fine" });
    expect((await next).completion).toMatchObject({ completionId, approvalId: id });
    expect((await types()).filter((type) => type === "approved")).toHaveLength(1);
  });

  test("one that nobody decides on expires, and what was parked goes on", async () => {
    const { completionId } = await handedOver();
    const { claimCompletion } = flow(server);
    const { approval } = await ask(completionId, { expiresInMs: 5_000 });
    await server.must(completionRoutes.release, { ...(await claimCompletion()), approvalId: approval.approvalId });
    await clock.advance(5_000);
    expect((await claimCompletion()).id).toBe(completionId);
    const id = approval.approvalId;
    expect(await server.call(approvalRoutes.decide, { id, decision: "approve" })).toMatchObject({
      code: "expired",
      status: 410,
    });
  });

  test("cancelling the job voids the question", async () => {
    const { jobId, completionId } = await handedOver();
    const { approval } = await ask(completionId);
    const held = await flow(server).claimCompletion();
    await server.must(completionRoutes.release, { ...held, approvalId: approval.approvalId });
    await server.must(jobRoutes.cancel, { id: jobId });
    expect((await server.must(approvalRoutes.get, { id: approval.approvalId })).approval.status).toBe("expired");
    expect((await server.must(approvalRoutes.list, { status: "pending" })).approvals).toEqual([]);
  });
});

test("commits that were replayed by a rebase lead back to their completion, as their originals do", async () => {
  const { claimCompletion } = flow(server);
  const { jobId } = await handedOver();
  const held = await claimCompletion();
  const landed = someLanding();
  await server.must(completionRoutes.processed, { ...held, landed });
  const [copy, again] = ["1".repeat(40), "2".repeat(40)];
  const commits = [
    { from: landed.commitSha, to: copy },
    { from: copy, to: again },
    { from: "9".repeat(40), to: "8".repeat(40) },
  ];
  for (const _twice of [1, 2]) await server.must(completionRoutes.carried, { commits });
  for (const commit of [copy, again])
    expect(await server.must(systemRoutes.auditExplain, { commit })).toMatchObject({ job: { jobId } });
  expect(await server.call(systemRoutes.auditExplain, { commit: "8".repeat(40) })).toMatchObject({ code: "not_found" });
  expect((await server.must(jobRoutes.get, { id: jobId })).landed).toMatchObject({
    commits: landed.commits,
    carried: [copy, again],
  });
});
