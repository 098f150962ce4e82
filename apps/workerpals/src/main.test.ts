import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ClaimedJob } from "@pushpals/protocol";
import { minimalEnv, type Service, startService } from "@pushpals/shared/process";
import { claimedJob, type WorkerRoom, workerRoom } from "./testing/worker-room";

const MAIN = join(import.meta.dir, "main.ts");

let room: WorkerRoom;
let hub: ReturnType<typeof fakeHub>;
let workers: Service[] = [];
beforeEach(async () => {
  room = await workerRoom();
  hub = fakeHub();
  workers = [];
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop(0)));
  await hub.stop();
  await room.remove();
});

/** As much of the hub as a worker needs: gives out jobs, holds polls open, and keeps what it was told. */
function fakeHub() {
  const jobs: ClaimedJob[] = [];
  const told: { path: string; body: Record<string, unknown> }[] = [];
  let changed = Promise.withResolvers<void>();
  const lease = () => ({ token: "lease", expiresAt: Date.now() + 60_000, attempt: 1 });
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    fetch: async (request) => {
      const path = new URL(request.url).pathname;
      const body = (await request.json()) as Record<string, unknown>;
      told.push({ path, body });
      changed.resolve();
      changed = Promise.withResolvers();
      if (path === "/jobs/claim") {
        while (jobs.length === 0 && !request.signal.aborted) await Bun.sleep(10);
        return Response.json({ ok: true, job: jobs.shift(), queueWaitMs: 0, lease: lease() });
      }
      if (/^\/jobs\/.*\/heartbeat$/.test(path)) await Bun.sleep(50);
      if (path.endsWith("/fail")) return Response.json({ ok: true, terminal: true, retryAt: null });
      if (path === "/completions/enqueue")
        return Response.json(
          { ok: true, completionId: crypto.randomUUID(), queuePosition: 1, etaMs: 0 },
          { status: 201 },
        );
      if (path.endsWith("/changed")) return Response.json({ ok: true, ahead: [] });
      if (path.endsWith("/command")) return Response.json({ ok: true, eventId: crypto.randomUUID(), cursor: 1 });
      return Response.json({ ok: true, expiresAt: Date.now() + 60_000, cancelRequested: false });
    },
  });
  const heard = async (wanted: (one: (typeof told)[number]) => boolean) => {
    for (;;) {
      const next = changed.promise;
      const found = told.find(wanted);
      if (found) return found;
      await next;
    }
  };
  return { url: `http://127.0.0.1:${server.port}`, jobs, told, heard, stop: () => server.stop(true) };
}

function startWorker(workerId: string): Service & { output: string[] } {
  const output: string[] = [];
  const worker = startService({
    command: [process.execPath, MAIN, "--worker-id", workerId],
    env: minimalEnv({
      PUSHPALS_SERVER_URL: hub.url,
      PUSHPALS_REPO_PATH: room.checkout,
      PUSHPALS_DATA_DIR: join(room.root, "data"),
      PUSHPALS_AUTH_TOKEN: "pp_test",
      PUSHPALS_WORKERPALS_SANDBOX_TIER: "none",
      // What a killed worker leaves there goes with the room.
      TMPDIR: room.root,
    }),
    onLine: (_stream, line) => output.push(line),
  });
  workers.push(worker);
  return Object.assign(worker, { output });
}

const isBusy = (line: string) => line.includes("stdout") && line.includes("busy");

test("a worker claims, works, hands over, and says what it is doing", async () => {
  const worker = startWorker("w7");
  const job = claimedJob("/write a\n```\na\n```\n/run echo hello\n", {});
  hub.jobs.push(job);
  const { body } = await hub.heard((one) => one.path === "/completions/enqueue");
  expect(body).toMatchObject({ jobId: job.jobId, branch: `agent/w7/${job.jobId}` });
  await hub.heard((one) => one.path === "/workers/heartbeat" && one.body["status"] === "busy");
  expect(JSON.stringify(hub.told.filter((one) => one.path.endsWith("/log")))).toContain("hello");
  const events = hub.told.filter((one) => one.path.endsWith("/command")).map((one) => one.body["type"]);
  expect(events.slice(0, 2)).toEqual(["task_started", "task_progress"]);
  const settled = hub.told.findIndex((one) => one.path === "/completions/enqueue");
  expect(hub.told.slice(settled).some((one) => one.path.endsWith("/command") || one.path.endsWith("/log"))).toBe(false);
  await worker.stop();
  expect(await worker.exited).toMatchObject({ exitCode: 0 });
  expect(hub.told.at(-1)).toMatchObject({ path: "/workers/heartbeat", body: { status: "stopped" } });
});

test("a worker that was killed leaves nothing that the next of its name, or another, does not clear away", async () => {
  const killed = startWorker("w8");
  hub.jobs.push(claimedJob("/run echo busy; exec sleep 600\n", {}));
  await hub.heard((one) => isBusy(JSON.stringify(one.body)));
  const worktrees = join(room.root, "data", ".worktrees");
  const workspace = join(worktrees, "w8");
  expect(await readdir(workspace)).toHaveLength(1);
  expect(await marked(workspace)).not.toBe(0);
  process.kill(killed.pid, "SIGKILL");
  await killed.exited;
  expect(await marked(workspace)).not.toBe(0);

  await mkdir(join(worktrees, "source_control_manager"));
  startWorker("w9");
  await hub.heard((one) => one.path === "/workers/heartbeat" && one.body["workerId"] === "w9");
  expect(await marked(workspace)).toBe(0);
  expect((await readdir(worktrees)).sort()).toEqual(["source_control_manager", "w9.pid"]);
});

test("a second process of one name is refused, and a name that cannot be a branch", async () => {
  startWorker("w1");
  await hub.heard((one) => one.path === "/workers/heartbeat");
  const second = startWorker("w1");
  expect(await second.exited).toMatchObject({ exitCode: 2 });
  expect(second.output.join("\n")).toContain("w1");
  expect(await startWorker("../evil").exited).toMatchObject({ exitCode: 2 });
});

test("on shutdown a job in hand is given back", async () => {
  const worker = startWorker("w1");
  const job = claimedJob("/run echo busy; exec sleep 600\n", {});
  hub.jobs.push(job);
  await hub.heard((one) => isBusy(JSON.stringify(one.body)));
  const stopped = worker.stop(20_000);
  await hub.heard((one) => one.path === `/jobs/${job.jobId}/release`);
  await stopped;
  expect(await worker.exited).toMatchObject({ exitCode: 0 });
  expect(hub.told.some((one) => one.path.endsWith("/fail") || one.path.endsWith("/complete"))).toBe(false);
}, 40_000);

/** How many processes carry the mark of a folder's workspaces. */
async function marked(folder: string): Promise<number> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const environments = await Promise.all(
    pids.map((pid) =>
      Bun.file(`/proc/${pid}/environ`)
        .text()
        .catch(() => ""),
    ),
  );
  return environments.filter((one) => one.includes(`PUSHPALS_WORKSPACE=${folder}/`)).length;
}
