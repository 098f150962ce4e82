import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { jobRoutes, PRIORITIES, pathsOverlap, requestRoutes, sessionRoutes } from "@pushpals/protocol";
import fc from "fast-check";
import { TestClock } from "../testing/test-clock";
import { type TestServer, taskParams, testServer } from "../testing/test-server";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(120_000);

const BUDGET_MS = 5_000;

let server: TestServer;
let clock: TestClock;
beforeAll(async () => {
  clock = new TestClock();
  server = await testServer({ clock });
});
afterAll(() => server.remove());

let sessions = 0;
async function newSession(): Promise<string> {
  sessions += 1;
  return (await server.must(sessionRoutes.create, { sessionId: `starving-${sessions}` })).sessionId;
}

test("more comes than can be done: who has waited past both promotions is overtaken by nobody who came later", async () => {
  const arrivals = fc.array(fc.nat(2), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.array(arrivals, { minLength: 10, maxLength: 40 }), async (seconds) => {
      const sessionId = await newSession();
      const waiting: { id: string; at: number }[] = [];
      const serve = async (): Promise<void> => {
        const claimed = await server.call(requestRoutes.claim, { agentId: "rb" });
        if (!claimed.ok) return expect(waiting).toEqual([]);
        const { requestId: id } = claimed.request;
        const place = waiting.findIndex((one) => one.id === id);
        const overdue = waiting.slice(0, place).filter(({ at }) => clock.now() - at > 2 * BUDGET_MS);
        expect(overdue).toEqual([]);
        waiting.splice(place, 1);
        await server.must(requestRoutes.complete, { id, leaseToken: claimed.lease.token, answer: "a" });
      };
      for (const ranks of seconds) {
        for (const rank of ranks) {
          const priority = PRIORITIES[rank] ?? "normal";
          const input = { sessionId, prompt: "x", priority, queueWaitBudgetMs: BUDGET_MS };
          waiting.push({ id: (await server.must(requestRoutes.enqueue, input)).requestId, at: clock.now() });
        }
        await serve();
        await clock.advance(1_000);
      }
      while (waiting.length > 0) await serve();
    }),
    { numRuns: 15 },
  );
});

interface Job {
  id: string;
  paths: string[];
  state: "waiting" | "running" | "over";
}

test("whatever paths jobs have: overlapping ones run one after the other, in their order, and each has its turn", async () => {
  const path = fc.constantFrom("a.ts", "b.ts", "src/**", "src/x.ts", "src/y/z.ts", "docs/**", "**/*");
  const paths = fc.array(path, { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(paths, { minLength: 2, maxLength: 12 }),
      fc.array(fc.nat(), { maxLength: 60 }),
      async (all, picks) => {
        const sessionId = await newSession();
        const jobs: Job[] = [];
        for (const targetPaths of all) jobs.push(await enqueue(sessionId, targetPaths));
        const leases = new Map<string, string>();
        const claim = async (): Promise<boolean> => {
          const claimed = await server.call(jobRoutes.claim, { workerId: "w" });
          if (!claimed.ok) return false;
          const job = jobs.find(({ id }) => id === claimed.job.jobId);
          if (!job) throw new Error("a job of another run");
          for (const other of jobs.filter((one) => one !== job && overlap(one, job)))
            expect([job.id, other.state]).toEqual([
              job.id,
              jobs.indexOf(other) < jobs.indexOf(job) ? "over" : "waiting",
            ]);
          job.state = "running";
          leases.set(job.id, claimed.lease.token);
          return true;
        };
        const end = async (pick: number): Promise<boolean> => {
          const running = jobs.filter(({ state }) => state === "running");
          const job = running[pick % Math.max(1, running.length)];
          if (!job) return false;
          await server.must(jobRoutes.complete, { id: job.id, leaseToken: leases.get(job.id) ?? "", summary: "" });
          job.state = "over";
          return true;
        };
        for (const pick of picks) await (pick % 2 === 0 ? claim() : end(pick >> 1));
        while ((await claim()) || (await end(0)));
        expect(jobs.filter(({ state }) => state !== "over")).toEqual([]);
      },
    ),
    { numRuns: 25 },
  );
});

const overlap = (a: Job, b: Job): boolean => a.paths.some((one) => b.paths.some((other) => pathsOverlap(one, other)));

/** As RemoteBuddy does it: what overlaps is asked for, and the job comes after it. */
async function enqueue(sessionId: string, targetPaths: string[]): Promise<Job> {
  await server.must(requestRoutes.enqueue, { sessionId, prompt: "x" });
  const { request, lease } = await server.must(requestRoutes.claim, { agentId: "rb" });
  const { requestId: id } = request;
  const { jobIds: comesAfter } = await server.must(jobRoutes.overlaps, { targetPaths });
  const params = taskParams(id, targetPaths, sessionId);
  const job = { key: "all", taskId: id, kind: "task.execute" as const, params, comesAfter };
  const { jobIds } = await server.must(requestRoutes.handOver, { id, leaseToken: lease.token, jobs: [job] });
  return { id: jobIds[0] ?? "", paths: targetPaths, state: "waiting" };
}
