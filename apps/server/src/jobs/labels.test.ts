import { afterEach, beforeEach, expect, test } from "bun:test";
import { jobRoutes } from "@pushpals/protocol";
import { flow } from "../testing/flow";
import { settled } from "../testing/test-clock";
import { type TestServer, taskParams, testServer } from "../testing/test-server";

const REQUEST = "01a2068d-0362-721d-bf4c-f5c0a678e1c9";
let server: TestServer;
beforeEach(async () => {
  server = await testServer();
});
afterEach(() => server.remove());

const claim = async (workerId: string, labels: string[], waitMs = 0) => {
  const answer = await server.call(jobRoutes.claim, { workerId, labels, waitMs });
  return answer.ok ? answer.job.jobId : answer.code;
};

test("a job goes to a worker that has all labels it asks for, in the order of the line", async () => {
  const { enqueueJob } = flow(server);
  const gpu = await enqueueJob(REQUEST, { labels: ["gpu"] });
  const both = await enqueueJob(REQUEST, { labels: ["linux", "gpu", "gpu"] });
  const any = await enqueueJob(REQUEST);
  const urgent = await enqueueJob(REQUEST, { labels: ["mac"], priority: "interactive" });
  expect(await claim("plain", [])).toBe(any);
  expect(await claim("plain", ["linux"])).toBe("nothing_pending");
  expect(await claim("all", ["mac", "gpu", "linux"])).toBe(urgent);
  await server.restart();
  expect(await claim("strong", ["gpu", "linux"])).toBe(gpu);
  expect(await claim("weak", ["gpu"])).toBe("nothing_pending");
  expect(await claim("strong", ["linux", "gpu"])).toBe(both);
});

test("one that waits with its labels is woken by a job that asks for them, past those who came before", async () => {
  const { enqueueJob } = flow(server);
  const [first, second] = [claim("w1", ["cpu"], 60_000), claim("w2", ["gpu"], 60_000)];
  await settled();
  const mine = await enqueueJob(REQUEST, { labels: ["gpu"] });
  expect(await second).toBe(mine);
  const any = await enqueueJob(REQUEST);
  expect(await first).toBe(any);
});

test("a worker and labels at once are a contradiction", async () => {
  const input = { taskId: "t", sessionId: "dev", kind: "task.execute" as const, params: taskParams(REQUEST) };
  const answer = await server.call(jobRoutes.enqueue, { ...input, targetWorkerId: "w1", labels: ["gpu"] });
  expect(answer).toMatchObject({ code: "bad_request" });
});

test("of those that wait, the one that worked last gets the next job", async () => {
  const { enqueueJob, claimJob } = flow(server);
  await enqueueJob(REQUEST);
  await server.must(jobRoutes.complete, { ...(await claimJob("warm")), summary: "x" });
  const [cold, warm] = [claim("cold", [], 60_000), claim("warm", [], 60_000)];
  await settled();
  const next = await enqueueJob(REQUEST);
  expect(await warm).toBe(next);
  const last = await enqueueJob(REQUEST);
  expect(await cold).toBe(last);
});
