import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog } from "@pushpals/shared/log";
import { minimalEnv, startService } from "@pushpals/shared/process";
import { type Fleet, startFleet } from "./start-fleet";

const STAND_IN = join(import.meta.dir, "../testing/stand-in-worker.ts");
const HOST = join(import.meta.dir, "../testing/fleet-host.ts");

let dir: string;
let pidsFile: string;
let fleet: Fleet | null;
const logged: Record<string, unknown>[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "fleet-"));
  pidsFile = join(dir, "pids");
  fleet = null;
  logged.length = 0;
});
afterEach(async () => {
  await fleet?.stop();
  for (const { pid } of started()) if (isAlive(pid)) process.kill(pid, "SIGKILL");
  rmSync(dir, { recursive: true, force: true });
});

function start(behaviour: string, workers: number, stopGraceMs = 5_000, max = workers): Fleet {
  const env = minimalEnv({ PUSHPALS_EXIT_WITH_PARENT: "1" });
  fleet = startFleet({
    workers,
    max,
    start: (workerId, onLine) =>
      startService({ command: [process.execPath, STAND_IN, behaviour, pidsFile, workerId], env, onLine }),
    onLine: () => undefined,
    log: createLog({ service: "test", destination: { write: (line) => void logged.push(JSON.parse(line)) } }),
    stopGraceMs,
  });
  return fleet;
}

/** Every start so far, in order. */
function started(): { workerId: string; pid: number }[] {
  if (!existsSync(pidsFile)) return [];
  const lines = readFileSync(pidsFile, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => ({ workerId: line.split(" ")[0] ?? "", pid: Number(line.split(" ")[1]) }));
}

/** A process that ended but was not reaped yet is not alive. */
function isAlive(pid: number): boolean {
  const state = Bun.spawnSync(["ps", "-o", "stat=", "-p", String(pid)])
    .stdout.toString()
    .trim();
  return state !== "" && !state.startsWith("Z");
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await Bun.sleep(10);
}

test("workers have names that stay, and all end with the fleet", async () => {
  const running = start("serve", 3);
  await until(() => started().length === 3);
  expect(
    started()
      .map((one) => one.workerId)
      .sort(),
  ).toEqual(["workerpal-1", "workerpal-2", "workerpal-3"]);
  expect(started().every(({ pid }) => isAlive(pid))).toBe(true);
  await running.stop();
  expect(started().filter(({ pid }) => isAlive(pid))).toEqual([]);
  expect(started()).toHaveLength(3);
});

test("one that is killed is replaced under its name; the other is left alone", async () => {
  start("serve", 2);
  await until(() => started().length === 2);
  const [victim, other] = started() as [{ workerId: string; pid: number }, { workerId: string; pid: number }];
  process.kill(victim.pid, "SIGKILL");
  await until(() => started().length === 3);
  expect(started()[2]?.workerId).toBe(victim.workerId);
  expect(isAlive(other.pid)).toBe(true);
  expect(logged.find((line) => line["signal"] === "SIGKILL")).toMatchObject({ workerId: victim.workerId });
});

test("one that cannot start is tried again with growing pauses, and it is said why", async () => {
  const running = start("crash", 1);
  await until(() => started().length >= 3);
  await running.stop();
  const deaths = logged.filter((line) => line["deaths"] !== undefined);
  expect(deaths[0]).toMatchObject({ workerId: "workerpal-1", exitCode: 3, lastLines: ["workerpal-1 has no luck"] });
  const pauses = deaths.map((line) => Number(line["restartInMs"]));
  expect(pauses[0]).toBeWithin(250, 501);
  expect(pauses[1]).toBeWithin(500, 1_001);
  expect(new Set(started().map((one) => one.workerId))).toEqual(new Set(["workerpal-1"]));
});

test("one that does not listen is killed after its grace", async () => {
  const running = start("hang", 1, 200);
  await until(() => started().length === 1);
  await running.stop();
  expect(started().filter(({ pid }) => isAlive(pid))).toEqual([]);
});

test("stopping during a pause starts nothing any more", async () => {
  const running = start("crash", 1);
  await until(() => logged.some((line) => line["deaths"] === 1));
  await running.stop();
  expect(started()).toHaveLength(1);
});

test("none is wanted, none is started", async () => {
  await start("serve", 0).stop();
  expect(started()).toEqual([]);
});

test("more are started when they are wanted, up to the limit; one that retires is not replaced until then", async () => {
  const running = start("serve", 1, 5_000, 3);
  running.grow(2);
  running.grow(2);
  await until(() => started().length === 2);
  running.grow(9);
  await until(() => started().length === 3);
  expect(running.running()).toBe(3);
  const pidOf = (id: string) => started().findLast((one) => one.workerId === id)?.pid ?? 0;
  // Both end well: the kept one is started again, the other one was not wanted for ever.
  process.kill(pidOf("workerpal-3"), "SIGTERM");
  await until(() => running.running() === 2);
  process.kill(pidOf("workerpal-1"), "SIGTERM");
  await until(() => started().filter((one) => one.workerId === "workerpal-1").length === 2);
  running.grow(3);
  await until(() => started().filter((one) => one.workerId === "workerpal-3").length === 2);
});

test("when the process that keeps them is killed with -9, none is left", async () => {
  const host = Bun.spawn([process.execPath, HOST, pidsFile], { env: minimalEnv(), stdin: "ignore", stdout: "ignore" });
  await until(() => started().length === 2);
  host.kill("SIGKILL");
  await host.exited;
  await until(() => started().every(({ pid }) => !isAlive(pid)));
  expect(started()).toHaveLength(2);
});
