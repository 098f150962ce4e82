import { afterEach, beforeEach, expect, test } from "bun:test";
import { completionRoutes, jobRoutes, requestRoutes } from "@pushpals/protocol";
import { flow } from "../testing/flow";
import { someLanding, type TestServer, taskParams, testServer } from "../testing/test-server";

let server: TestServer;
beforeEach(async () => {
  server = await testServer();
});
afterEach(() => server.remove());

const planned = (requestId: string, key: string, more: Record<string, unknown> = {}) => ({
  key,
  taskId: `${requestId}:${key}`,
  kind: "task.execute" as const,
  params: taskParams(requestId),
  title: key,
  ...more,
});
const waiting = async () =>
  Object.fromEntries(
    (await server.must(jobRoutes.list, {})).jobs.map((job) => [job.title, [job.status, job.waitsFor.length]]),
  );
const answers = async () =>
  (await server.events()).flatMap((event) => (event.type === "assistant_message" ? [event.payload.text] : []));

test("all jobs of a plan, or none; and the answer that was lost is given again", async () => {
  const { enqueueRequest, claimRequest } = flow(server);
  const id = await enqueueRequest();
  const held = await claimRequest();
  const unknown = [planned(id, "a"), planned(id, "b", { dependsOn: ["c"] })];
  expect(await server.call(requestRoutes.handOver, { ...held, jobs: unknown })).toMatchObject({
    code: "dependency_unknown",
  });
  const wrong = [planned(id, "a"), planned(id, "b", { params: { ...taskParams(id), extra: 1 } })];
  expect(await server.call(requestRoutes.handOver, { ...held, jobs: wrong })).toMatchObject({ code: "bad_request" });
  expect((await server.must(jobRoutes.list, {})).jobs).toEqual([]);

  const jobs = [planned(id, "a"), planned(id, "b", { dependsOn: ["a"] })];
  const first = await server.must(requestRoutes.handOver, { ...held, jobs });
  const second = await server.must(requestRoutes.handOver, { ...held, jobs: [planned(id, "another")] });
  expect(second).toEqual(first);
  expect(first.jobIds).toHaveLength(2);
  expect(await waiting()).toEqual({ a: ["pending", 0], b: ["blocked", 1] });
});

test("each dependency has its own condition: landed for what it builds on, ended for what it follows", async () => {
  const { enqueueRequest, claimRequest, enqueueJob, claimJob, handOver, claimCompletion } = flow(server);
  const other = await enqueueJob("01a2068d-0362-721d-bf4c-f5c0a678e1c9");
  const id = await enqueueRequest();
  const held = await claimRequest();
  const jobs = [
    planned(id, "base"),
    planned(id, "fails"),
    planned(id, "last", { dependsOn: ["base"], follows: ["fails"], comesAfter: [other] }),
  ];
  await server.must(requestRoutes.handOver, { ...held, jobs });
  expect((await waiting())["last"]).toEqual(["blocked", 3]);
  const failure = { code: "command_failed" as const, message: "no" };
  await server.must(jobRoutes.fail, { ...(await claimJob()), failure });
  await handOver(await claimJob());
  await server.must(jobRoutes.fail, { ...(await claimJob()), failure });
  expect((await waiting())["last"]).toEqual(["blocked", 1]);
  await server.must(completionRoutes.processed, { ...(await claimCompletion()), landed: someLanding() });
  expect((await waiting())["last"]).toEqual(["pending", 0]);
  expect(await answers()).toEqual([]);
  await server.must(jobRoutes.complete, { ...(await claimJob()), summary: "looked" });
  expect(await answers()).toEqual([expect.stringContaining("2 of 3 parts are done, 1 is not.")]);
});

test("what a job has really changed takes the place of what was expected: who is clear of it starts", async () => {
  const { enqueueRequest, claimRequest, claimJob, handOver } = flow(server);
  const handOverJobs = async (...jobs: [key: string, paths: string[], more?: Record<string, unknown>][]) => {
    const id = await enqueueRequest();
    const held = await claimRequest();
    const made = jobs.map(([key, paths, more]) => planned(id, key, { params: taskParams(id, paths), ...more }));
    return (await server.must(requestRoutes.handOver, { ...held, jobs: made })).jobIds;
  };
  const [wide = ""] = await handOverJobs(["wide", ["**/*"]]);
  const after = { comesAfter: [wide] };
  await handOverJobs(["clear", ["src/b.ts"], after]);
  await handOverJobs(["touched", ["a.txt"], after], ["builds", ["c.txt"], { dependsOn: ["touched"] }]);
  await handOverJobs(["unknown", [], after]);
  const overlaps = async (path: string) => (await server.must(jobRoutes.overlaps, { targetPaths: [path] })).jobIds;
  expect(await overlaps("docs/x.md")).toEqual([wide]);
  await handOver(await claimJob());
  expect(await waiting()).toMatchObject({
    clear: ["pending", 0],
    touched: ["blocked", 1],
    builds: ["blocked", 1],
    unknown: ["blocked", 1],
  });
  expect(await overlaps("docs/x.md")).toEqual([]);
  expect(await overlaps("a.txt")).toHaveLength(1);
});
