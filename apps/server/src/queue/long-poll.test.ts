import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { jobRoutes, requestRoutes } from "@pushpals/protocol";
import { listen } from "@pushpals/shared/http";
import { flow } from "../testing/flow";
import { settled } from "../testing/test-clock";
import { type TestServer, TOKENS, testServer } from "../testing/test-server";

let server: TestServer;
beforeEach(async () => {
  server = await testServer();
});
afterEach(() => server.remove());

const REQUEST = "01a2068d-0362-721d-bf4c-f5c0a678e1c9";
const claim = (workerId: string, signal?: AbortSignal) =>
  server.call(jobRoutes.claim, { workerId, waitMs: 60_000 }, signal ? { signal } : {});

describe("a claim that waits", () => {
  test("is answered by the commit that made work, first come first served", async () => {
    const { enqueueJob } = flow(server);
    const order: string[] = [];
    const claims = ["w1", "w2", "w3"].map(async (worker) => {
      const answer = await claim(worker);
      order.push(worker);
      return answer.ok ? answer.job.jobId : answer.code;
    });
    await settled();
    expect(server.core.queue.waiters.idle(1)).toBe(3);
    const ids = await Promise.all([enqueueJob(REQUEST), enqueueJob(REQUEST), enqueueJob(REQUEST)]);
    expect(await Promise.all(claims)).toEqual(ids);
    expect(order).toEqual(["w1", "w2", "w3"]);
  });

  test("a job for one worker passes by those who came before", async () => {
    const { enqueueJob } = flow(server);
    const [first, second] = [claim("w1"), claim("w2")];
    await settled();
    const mine = await enqueueJob(REQUEST, { targetWorkerId: "w2" });
    expect(await second).toMatchObject({ job: { jobId: mine } });
    const any = await enqueueJob(REQUEST);
    expect(await first).toMatchObject({ job: { jobId: any } });
  });

  test("is not missed when work is committed together with the look that found none", async () => {
    const { enqueueJob } = flow(server);
    const [answer] = await Promise.all([claim("w1"), enqueueJob(REQUEST)]);
    expect(answer.ok).toBe(true);
  });

  test("ends in nothing_pending when its time is up, and at once in shutting_down when the server drains", async () => {
    expect(await server.call(jobRoutes.claim, { workerId: "w", waitMs: 20 })).toMatchObject({
      code: "nothing_pending",
    });
    const waiting = claim("w");
    await settled();
    server.drain();
    expect(await waiting).toMatchObject({ code: "shutting_down", status: 503 });
    expect(await claim("w")).toMatchObject({ code: "shutting_down" });
  });

  test("one whose caller hung up takes nothing away from the others", async () => {
    const { enqueueJob } = flow(server);
    const listening = listen(server.app, { host: "127.0.0.1", port: 0, portKey: "x" });
    const gone = new AbortController();
    const headers = { authorization: `Bearer ${TOKENS.operator}`, "content-type": "application/json" };
    const body = JSON.stringify({ workerId: "gone", waitMs: 60_000 });
    const lost = fetch(`http://127.0.0.1:${listening.port}/jobs/claim`, {
      method: "POST",
      headers,
      body,
      signal: gone.signal,
    });
    while (server.core.queue.waiters.idle(1) === 0) await settled();
    gone.abort();
    await expect(lost).rejects.toThrow();
    while (server.core.queue.waiters.idle(1) > 0) await settled();
    const id = await enqueueJob(REQUEST);
    expect(await claim("here")).toMatchObject({ job: { jobId: id }, lease: { attempt: 1 } });
    await listening.stop(0);
  });

  test("what was taken for a caller that left during the commit is given back unharmed", async () => {
    const { enqueueJob } = flow(server);
    const gone = new AbortController();
    const { waiters } = server.core.queue;
    const original = waiters.claim;
    // Leaves between the commit of the claim and its answer.
    waiters.claim = async (...args) => {
      const taken = await original.apply(waiters, args);
      gone.abort();
      return taken as never;
    };
    const id = await enqueueJob(REQUEST);
    await claim("gone", gone.signal);
    waiters.claim = original;
    expect(await claim("here")).toMatchObject({ job: { jobId: id }, lease: { attempt: 1 } });
  });

  test("work that comes back by itself wakes them as well", async () => {
    const { enqueueRequest, claimRequest } = flow(server);
    const id = await enqueueRequest();
    const held = await claimRequest();
    const waiting = server.call(requestRoutes.claim, { agentId: "rb2", waitMs: 60_000 });
    await settled();
    await server.must(requestRoutes.release, held);
    expect(await waiting).toMatchObject({ request: { requestId: id } });
  });
});
