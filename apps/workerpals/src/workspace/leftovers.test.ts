import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startService } from "@pushpals/shared/process";
import type { WorkerSetup } from "../worker-setup";
import { claimWorkerId, pidFile } from "./claim-worker-id";
import { collectLeftovers } from "./collect-leftovers";

let worktrees: string;
beforeEach(async () => {
  worktrees = await mkdtemp(join(tmpdir(), "pushpals-leftovers-"));
});
afterEach(() => rm(worktrees, { recursive: true, force: true }));

const KEEPING = { maxAgeMs: 3_600_000, maxBytes: 1024 ** 3, isDiskShort: false };
const setup = { workerId: "me", log: { info: () => undefined } } as unknown as WorkerSetup;

test("a worker id belongs to one living process", async () => {
  const other = startService({ command: ["sleep", "60"], env: { PATH: process.env["PATH"] ?? "" } });
  const started = (await Bun.file(`/proc/${other.pid}/stat`).text()).split(") ")[1]?.split(" ")[19];
  const owner = (startedAt: string) => writeFile(pidFile(worktrees, "w"), `${other.pid} ${startedAt}`);
  await owner(started ?? "");
  expect(await claimWorkerId(worktrees, "w")).toBeNull();
  await owner("1");
  const reused = await claimWorkerId(worktrees, "w");
  expect(reused).not.toBeNull();
  await reused?.release();
  await owner(started ?? "");
  await other.stop(0);
  expect(await claimWorkerId(worktrees, "w")).not.toBeNull();
});

test("collects the folders and processes of the dead, and nothing of the living or of others", async () => {
  const living = startService({ command: ["sleep", "60"], env: { PATH: process.env["PATH"] ?? "" } });
  const left = startService({
    command: ["sleep", "60"],
    env: { PATH: process.env["PATH"] ?? "", PUSHPALS_WORKSPACE: join(worktrees, "dead", "job") },
  });
  const stat = await Bun.file(`/proc/${living.pid}/stat`).text();
  for (const name of ["me/old-job", "dead/job", "living/job", "source_control_manager"])
    await mkdir(join(worktrees, name), { recursive: true });
  await writeFile(pidFile(worktrees, "dead"), `${2 ** 22 + 1} 1`);
  const startedAt = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  await writeFile(pidFile(worktrees, "living"), `${living.pid} ${startedAt}`);
  await claimWorkerId(worktrees, "me");

  await collectLeftovers(setup, worktrees, KEEPING);

  expect((await readdir(worktrees)).sort()).toEqual(["living", "living.pid", "me.pid", "source_control_manager"]);
  expect((await left.exited).signal).toBe("SIGKILL");
  await living.stop(0);
});
