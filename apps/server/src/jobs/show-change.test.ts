import { afterEach, beforeEach, expect, test } from "bun:test";
import { completionRoutes, jobRoutes } from "@pushpals/protocol";
import { flow } from "../testing/flow";
import { TestClock } from "../testing/test-clock";
import { type TestServer, testServer } from "../testing/test-server";

const REQUEST = "01a2068d-0362-721d-bf4c-f5c0a678e1c9";
let server: TestServer;
let clock: TestClock;
beforeEach(async () => {
  clock = new TestClock();
  server = await testServer({ clock });
});
afterEach(() => server.remove());

const change = (commit: string) => ({
  commitSha: commit.repeat(40),
  baseSha: "0".repeat(40),
  treeSha: "e".repeat(40),
  diff: { sha256: commit.repeat(64), fileCount: 0, additions: 0, deletions: 0, files: [] },
  patch: `patch of ${commit}`,
  truncated: false,
});
const told = async () =>
  (await server.events()).flatMap((event) => (event.type === "diff_ready" ? [event.payload.commitSha[0]] : []));
const shown = async (id: string) => (await server.must(jobRoutes.diff, { id })).patch;

test("a job that goes on shows its last commit, sent twice is told once, and what it hands over takes its place", async () => {
  const { enqueueJob, claimJob } = flow(server);
  const id = await enqueueJob(REQUEST);
  expect(await server.call(jobRoutes.diff, { id })).toMatchObject({ code: "not_found" });
  const held = await claimJob();
  for (const commit of ["a", "a", "b"]) await server.must(jobRoutes.preview, { ...held, ...change(commit) });
  expect([await shown(id), await told()]).toEqual(["patch of b", ["a", "b"]]);
  const { job } = await server.must(jobRoutes.get, { id });
  expect(job).toMatchObject({ status: "claimed", landing: "none", branch: null, commitSha: "b".repeat(40) });
  const { commitSha, ...evidence } = change("c");
  await server.must(completionRoutes.enqueue, {
    ...{ jobId: id, sessionId: "dev", commitSha, branch: "agent/w1/x", message: "m" },
    evidence: { ...evidence, validation: [] },
    job: { id, leaseToken: held.leaseToken, summary: "done" },
  });
  expect([await shown(id), await told()]).toEqual(["patch of c", ["a", "b", "c"]]);
});

test("what somebody shows who does not hold the job any more is not shown", async () => {
  const { enqueueJob, claimJob } = flow(server);
  const id = await enqueueJob(REQUEST);
  const held = await claimJob();
  await clock.advance(31_000);
  await clock.advance(1_000);
  const next = await claimJob();
  await server.must(jobRoutes.preview, { ...next, ...change("b") });
  expect(await server.call(jobRoutes.preview, { ...held, ...change("a") })).toMatchObject({ code: "lease_lost" });
  expect([await shown(id), await told()]).toEqual(["patch of b", ["b"]]);
});
