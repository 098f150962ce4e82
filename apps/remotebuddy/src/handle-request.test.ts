import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Envelope, EventPayload, EventType, Role } from "@pushpals/protocol";
import { type Client, createClient, streamEvents } from "@pushpals/sdk";
import { ensureTokens } from "@pushpals/shared/auth";
import type { Service } from "@pushpals/shared/process";
import { startServer, type TestProcesses } from "./testing/processes";

let processes: TestProcesses;
let remotebuddy: Service;
let tokens: Record<Role, string>;
let client: Client;

beforeAll(async () => {
  processes = await startServer();
  tokens = await ensureTokens(processes.dataDir);
  client = createClient({ baseUrl: processes.url, token: tokens.operator });
  remotebuddy = processes.startRemoteBuddy({ PUSHPALS_REMOTEBUDDY_VALIDATION_STEPS: '["make test"]' });
}, 60_000);
afterAll(async () => await processes?.stop());

async function enqueue(sessionId: string, prompt: string): Promise<string> {
  await client.sessions.create({ sessionId });
  const queued = await client.requests.enqueue({ sessionId, prompt, priority: "interactive", turnId: "turn-1" });
  if (!queued.ok) throw new Error(queued.message);
  return queued.requestId;
}

/** All events of a session up to and with the first of a type. */
async function eventsUntil(sessionId: string, type: EventType): Promise<Envelope[]> {
  const events: Envelope[] = [];
  const abort = new AbortController();
  const stream = streamEvents({
    baseUrl: processes.url,
    token: tokens.operator,
    sessionId,
    after: 0,
    signal: abort.signal,
  });
  for await (const item of stream) {
    if (item.type === "end") break;
    events.push(item.frame.envelope);
    if (item.frame.envelope.type === type) abort.abort();
  }
  return events;
}

function payload<T extends EventType>(events: readonly Envelope[], type: T): EventPayload<T> {
  const found = events.find((event) => event.type === type);
  if (!found) throw new Error(`no ${type} in ${events.map((event) => event.type).join(", ")}`);
  return found.payload as EventPayload<T>;
}

test("a script becomes one job, told in order, and the request is settled with it", async () => {
  const requestId = await enqueue("script", "/write a.txt\n```\nx\n```\n");
  const events = await eventsUntil("script", "request_completed");
  expect(events.map((event) => event.type)).toEqual([
    "request_enqueued",
    "request_claimed",
    "plan_created",
    "task_created",
    "job_enqueued",
    "assistant_message",
    "request_completed",
  ]);
  expect(payload(events, "plan_created")).toMatchObject({
    requestId,
    planner: "builtin",
    targetPaths: ["a.txt"],
    validationSteps: ["make test"],
  });
  expect(events.every((event) => event.turnId === "turn-1")).toBe(true);
  const { jobIds } = payload(events, "request_completed");
  const job = await client.jobs.get({ id: jobIds[0] ?? "" });
  expect(job).toMatchObject({
    ok: true,
    job: { title: "Write a.txt", lane: "deterministic", requestId, status: "pending" },
    params: {
      schemaVersion: 2,
      instruction: "/write a.txt\n```\nx\n```\n",
      planning: { validationSteps: ["make test"] },
    },
  });
});

test("work on the same paths comes after what was asked for before; other work does not wait", async () => {
  const ids = [
    await enqueue("order", "/write o/1.txt\n```\n1\n```\n"),
    await enqueue("order", '/replace "1" "2" in o/*.txt'),
    await enqueue("order", "/write elsewhere.txt\n```\n1\n```\n"),
    await enqueue("order", "rename o/1.txt to o/2.txt"),
  ];
  const jobs = await Promise.all(
    ids.map(async (id) => {
      for (;;) {
        const found = await client.jobs.list({ requestId: id });
        if (found.ok && found.jobs[0]) return found.jobs[0];
        await Bun.sleep(20);
      }
    }),
  );
  const [first, second, third, fourth] = jobs.map((job) => job.jobId);
  expect(jobs.map((job) => job.waitsFor)).toEqual([[], [first], [], [first, second]] as string[][]);
  expect(third).toBeDefined();
  expect(fourth).toBeDefined();
});

test("a script that is wrong fails with its lines, and makes no job", async () => {
  const requestId = await enqueue("wrong", "/delete a.txt\n/replace x y\n/write ../z");
  const events = await eventsUntil("wrong", "request_failed");
  const { failure } = payload(events, "request_failed");
  expect(failure.code).toBe("script_invalid");
  expect(failure.message).toContain("line 2");
  expect(failure.message).toContain("../z");
  expect(await client.jobs.list({ requestId })).toMatchObject({ ok: true, jobs: [] });
});

test("what is not understood is answered, not failed", async () => {
  await enqueue("free", "Please make the shop nicer");
  const events = await eventsUntil("free", "request_completed");
  expect(payload(events, "request_completed").outcome).toBe("answered");
  expect(payload(events, "assistant_message").text).toContain("/write");
});

test("the tests are run as the repository says", async () => {
  await enqueue("tests", "run the tests");
  const events = await eventsUntil("tests", "request_completed");
  // The integration branch has not been made yet, so there is no tree to read.
  expect(payload(events, "assistant_message").text).toMatch(/make test|could not tell/);
});

test("killed with -9 and started again: each request has one job and one plan", async () => {
  const ids: string[] = [];
  for (let n = 0; n < 20; n += 1) {
    ids.push(await enqueue("killed", `/write k/${n}.txt\n\`\`\`\n${n}\n\`\`\`\n`));
    if (n === 10) process.kill(remotebuddy.pid, "SIGKILL");
  }
  await remotebuddy.exited;
  remotebuddy = processes.startRemoteBuddy();
  for (const id of ids)
    for (;;) {
      const found = await client.requests.get({ id });
      if (found.ok && found.request.status === "completed") break;
      await Bun.sleep(50);
    }
  const events = await eventsUntil("killed", "request_completed");
  for (const id of ids) {
    const jobs = await client.jobs.list({ requestId: id });
    expect([id, jobs.ok && jobs.jobs.length]).toEqual([id, 1]);
    const plans = events.filter((event) => event.type === "plan_created" && event.payload.requestId === id);
    expect(plans.length).toBeLessThanOrEqual(1);
  }
});

test("it is seen online, and says goodbye", async () => {
  const online = async () => {
    const found = await client.workers.list({});
    return found.ok ? found.workers.find((worker) => worker.role === "remotebuddy") : undefined;
  };
  while ((await online())?.status !== "idle") await Bun.sleep(20);
  await remotebuddy.stop();
  expect((await online())?.status).toBe("stopped");
});
