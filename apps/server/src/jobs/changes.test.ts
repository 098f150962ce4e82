import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { completionRoutes, type Failure, jobRoutes, requestRoutes, systemRoutes } from "@pushpals/protocol";
import { flow } from "../testing/flow";
import { TestClock } from "../testing/test-clock";
import { someEvidence, someLanding, type TestServer, taskParams, testServer } from "../testing/test-server";

let server: TestServer;
let clock: TestClock;
beforeEach(async () => {
  clock = new TestClock();
  server = await testServer({ clock });
});
afterEach(() => server.remove());

type Held = { id: string; leaseToken: string };
const CONFLICT: Failure = { code: "merge_conflict", message: "both changed a.txt" };
const REQUEST = "01a2068d-0362-721d-bf4c-f5c0a678e1c9";

const diffOf = (...paths: string[]) => ({
  ...someEvidence.diff,
  fileCount: paths.length,
  files: paths.map((path) => ({ path, status: "modified" as const, additions: 1, deletions: 0 })),
});
/** As a worker tells it that has just committed; the jobs that are ahead. */
const changed = async (held: Held, ...paths: string[]) => {
  const told = await server.must(jobRoutes.changed, { ...held, commitSha: "e".repeat(40), diff: diffOf(...paths) });
  return told.ahead.map(({ jobId }) => jobId);
};
const handedOver = (held: Held, ...paths: string[]) =>
  flow(server).handOver(held, { evidence: { ...someEvidence, diff: diffOf(...paths) } });
const row = async (id: string) => (await server.must(jobRoutes.get, { id })).job;

/** A job for each, claimed in that order. */
async function claimed(...targetPaths: string[][]): Promise<Held[]> {
  const { enqueueJob, claimJob } = flow(server);
  for (const paths of targetPaths) await enqueueJob(REQUEST, { targetPaths: paths });
  const held: Held[] = [];
  for (const _each of targetPaths) held.push(await claimJob());
  return held;
}

describe("who is ahead", () => {
  test("is who committed first, on the same files, until it is over; the place is kept", async () => {
    const [a, b, c] = (await claimed([], [], [])) as [Held, Held, Held];
    expect(await changed(b, "x", "y")).toEqual([]);
    expect(await changed(c, "z")).toEqual([]);
    expect(await changed(a, "x", "z")).toEqual([b.id, c.id]);
    expect(await changed(b, "x")).toEqual([]);
    await handedOver(b, "x");
    const { ahead } = await server.must(jobRoutes.changed, { ...a, commitSha: "d".repeat(40), diff: diffOf("x") });
    expect(ahead).toEqual([{ jobId: b.id, commitSha: "e".repeat(40), branch: `agent/w1/${b.id}` }]);
    const completion = await flow(server).claimCompletion();
    await server.must(completionRoutes.processed, { ...completion, landed: someLanding() });
    expect(await changed(a, "x", "z")).toEqual([c.id]);
    await server.must(jobRoutes.fail, { ...c, failure: { code: "validation_failed", message: "red" } });
    expect(await changed(a, "x", "z")).toEqual([]);
  });

  test("is told to whoever holds the job alone", async () => {
    const [a] = (await claimed([])) as [Held];
    const lost = { id: a.id, leaseToken: "another" };
    const change = { commitSha: "e".repeat(40), diff: diffOf("x") };
    expect(await server.call(jobRoutes.changed, { ...lost, ...change })).toMatchObject({ code: "lease_lost" });
    expect(await server.call(jobRoutes.yield, { ...lost, after: [a.id] })).toMatchObject({ code: "lease_lost" });
  });
});

describe("a change that is told before it is proven", () => {
  const overlaps = async (path: string) => (await server.must(jobRoutes.overlaps, { targetPaths: [path] })).jobIds;

  test("is what its job leases: others start, and come after what it was not expected to touch", async () => {
    const [wide] = (await claimed(["src"])) as [Held];
    const { enqueueRequest, claimRequest } = flow(server);
    const requestId = await enqueueRequest();
    const planned = (key: string, path: string) => ({
      ...{ key, taskId: key, kind: "task.execute" as const, params: taskParams(requestId, [path]) },
      comesAfter: [wide.id],
    });
    const jobs = [planned("clear", "src/b"), planned("touched", "src/a")];
    const { jobIds } = await server.must(requestRoutes.handOver, { ...(await claimRequest()), jobs });
    const states = async () => [(await row(jobIds[0] ?? "")).status, (await row(jobIds[1] ?? "")).status];
    expect(await overlaps("docs/x")).toEqual([]);
    expect(await states()).toEqual(["blocked", "blocked"]);
    await changed(wide, "src/a", "docs/x");
    expect(await states()).toEqual(["pending", "blocked"]);
    expect(await overlaps("docs/x")).toEqual([wide.id]);
  });

  test("says nothing of what the next attempt will touch", async () => {
    const [wide] = (await claimed(["src"])) as [Held];
    await changed(wide, "src/a");
    expect(await overlaps("src/b")).toEqual([]);
    await server.must(jobRoutes.fail, { ...wide, failure: { code: "workspace_failed", message: "disk" } });
    await clock.advance(2_000);
    await flow(server).claimJob();
    expect(await overlaps("src/b")).toEqual([wide.id]);
  });
});

describe("a job that yields", () => {
  test("holds no worker until the others are over; the attempt does not count, and what is sent twice counts once", async () => {
    const [a, b] = (await claimed([], [])) as [Held, Held];
    await changed(a, "x");
    expect(await changed(b, "x")).toEqual([a.id]);
    for (const _twice of [1, 2]) await server.must(jobRoutes.yield, { ...b, after: [a.id] });
    expect(await row(b.id)).toMatchObject({ status: "blocked", attempts: 0, waitsFor: [a.id], claimedBy: null });
    expect(await server.call(jobRoutes.claim, { workerId: "w2" })).toMatchObject({ code: "nothing_pending" });
    await handedOver(a, "x");
    expect((await row(b.id)).status).toBe("blocked");
    await server.must(completionRoutes.processed, { ...(await flow(server).claimCompletion()), landed: someLanding() });
    expect(await row(b.id)).toMatchObject({ status: "pending", waitsFor: [] });
    expect((await flow(server).claimJob()).id).toBe(b.id);
  });

  test("is in line again at once when the others are over meanwhile, or were never ahead", async () => {
    const [a, b, c] = (await claimed([], [], [])) as [Held, Held, Held];
    await changed(a, "x");
    await changed(b, "x");
    await changed(c, "x");
    await server.must(jobRoutes.fail, { ...a, failure: { code: "command_failed", message: "no" } });
    await server.must(jobRoutes.yield, { ...b, after: [a.id, c.id] });
    expect((await row(b.id)).status).toBe("pending");
  });

  test("to be cancelled is cancelled", async () => {
    const [a, b] = (await claimed([], [])) as [Held, Held];
    await changed(a, "x");
    await changed(b, "x");
    await server.must(jobRoutes.cancel, { id: b.id });
    await server.must(jobRoutes.yield, { ...b, after: [a.id] });
    expect((await row(b.id)).status).toBe("cancelled");
  });

  test("is overtaken by nobody who commits later, and never waits for somebody that waits for it", async () => {
    const { claimJob, claimCompletion } = flow(server);
    const [a, b, c] = (await claimed([], [], [])) as [Held, Held, Held];
    await changed(a, "x");
    await changed(b, "x");
    await server.must(jobRoutes.yield, { ...b, after: [a.id] });
    // Later, and so behind the one that waits.
    expect(await changed(c, "x")).toEqual([a.id, b.id]);
    await server.must(jobRoutes.yield, { ...c, after: [b.id] });
    await handedOver(a, "x");
    // The first is done again: those that waited for it wait for the new one, which is the last to commit.
    await server.must(completionRoutes.fail, { ...(await claimCompletion()), failure: CONFLICT });
    const again = await claimJob();
    expect((await row(b.id)).waitsFor).toEqual([again.id]);
    expect(await changed(again, "x")).toEqual([]);
    await handedOver(again, "x");
    await server.must(completionRoutes.processed, { ...(await claimCompletion()), landed: someLanding() });
    const next = await claimJob();
    expect(next.id).toBe(b.id);
    expect(await changed(next, "x")).toEqual([]);
    await handedOver(next, "x");
    await server.must(completionRoutes.processed, {
      ...(await claimCompletion()),
      landed: someLanding("f".repeat(40)),
    });
    expect((await claimJob()).id).toBe(c.id);
  });
});

test("what the critic has said is kept with the change, and told with it", async () => {
  const { enqueueJob, claimJob, claimCompletion, handOver } = flow(server);
  const review = {
    critic: "critic-1",
    findings: [{ path: "a.txt", message: "too short", severity: "remark" as const }],
    problem: null,
  };
  const job = await enqueueJob(REQUEST);
  await handOver(await claimJob(), { evidence: { ...someEvidence, review } });
  expect(await server.must(jobRoutes.get, { id: job })).toMatchObject({ review });
  const { completion, lease } = await server.must(completionRoutes.claim, { pusherId: "scm" });
  expect(completion.evidence?.review).toEqual(review);
  const landed = someLanding();
  await server.must(completionRoutes.processed, { id: completion.completionId, leaseToken: lease.token, landed });
  await server.restart();
  const { evidence } = await server.must(systemRoutes.auditExplain, { commit: landed.commitSha });
  expect(evidence).toEqual({ ...someEvidence, review });
  const other = await enqueueJob(REQUEST);
  await handOver(await claimJob());
  expect((await server.must(jobRoutes.get, { id: other })).review).toBeNull();
  expect((await claimCompletion()).id).toBeString();
});
