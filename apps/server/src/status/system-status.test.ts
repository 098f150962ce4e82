import { afterEach, beforeEach, expect, test } from "bun:test";
import { type LandingStatus, systemRoutes, workerRoutes } from "@pushpals/protocol";
import { TestClock } from "../testing/test-clock";
import { type TestServer, testServer } from "../testing/test-server";

let server: TestServer;
let clock: TestClock;
beforeEach(async () => {
  clock = new TestClock();
  server = await testServer({ clock });
});
afterEach(() => server.remove());

const paused: LandingStatus = {
  state: "paused",
  reason: { code: "integration_red", message: "main_agents itself fails the checks", since: 1 },
  next: "Mend the integration branch.",
  inHand: [{ completionId: Bun.randomUUIDv7(), step: "checking", since: 1 }],
  branch: "main_agents",
  baseBranch: "main",
  remote: "origin",
  headSha: null,
  ahead: null,
  gated: true,
  batchSize: 8,
  baseProblem: null,
  figures: {
    since: 1,
    landed: 0,
    rejected: 0,
    landingMs: { p50: null, p95: null },
    checkRuns: 2,
    checksPerLanding: null,
    culprits: 0,
    flakes: 0,
    batches: 1,
  },
  pullRequest: null,
};

const beat = (workerId: string, more: object) =>
  server.must(workerRoutes.heartbeat, {
    workerId,
    role: "source_control_manager",
    status: "idle",
    itemId: null,
    lanes: [],
    sandbox: null,
    labels: [],
    pid: 1,
    ...more,
  });
const status = () => server.must(systemRoutes.status, {});

test("how landings go is told by the server, with who told it and whether he is still there", async () => {
  expect((await status()).landing).toBeNull();
  await beat("scm-1", { landing: paused });
  await beat("w1", { role: "workerpal" });
  const told = await status();
  expect(told.landing).toMatchObject({ ...paused, workerId: "scm-1", online: true });
  expect(told.workers.map((worker) => "landing" in worker)).toEqual([false, false]);
  expect((await server.must(systemRoutes.landing, {})).landing).toEqual(told.landing);
  await clock.advance(60_000);
  expect((await status()).landing).toMatchObject({ state: "paused", online: false });
});
