import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { minimalEnv, run, type Service, startService } from "./index";
import { groupAlive } from "./terminate";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(300_000);

let dir: string;
let service: Service | undefined;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "pushpals-service-"));
});
afterEach(async () => {
  await service?.stop(0);
  await rm(dir, { recursive: true, force: true });
});

const firstLine = (command: readonly [string, ...string[]]) =>
  new Promise<string>((resolve) => {
    service = startService({ command, cwd: dir, env: minimalEnv(), onLine: (_stream, line) => resolve(line) });
  });

test("stop ends the whole group, also one that ignores SIGTERM", async () => {
  await firstLine(["sh", "-c", "trap '' TERM; sleep 60 & echo up; wait; sleep 60"]);
  const pid = service?.pid ?? 0;
  expect(groupAlive(pid)).toBe(true);
  await service?.stop(100);
  expect(groupAlive(pid)).toBe(false);
  expect(await service?.exited).toEqual({ exitCode: null, signal: "SIGKILL" });
});

test("what a service leaves behind when it exits by itself is ended too", async () => {
  await firstLine(["sh", "-c", "sleep 60 & echo up; exit 5"]);
  expect(await service?.exited).toEqual({ exitCode: 5, signal: null });
  expect(groupAlive(service?.pid ?? 0)).toBe(false);
});

test("a child sees the end of its stdin when the parent is killed", async () => {
  const parent = join(dir, "parent.ts");
  const code = `
    import { startService } from ${JSON.stringify(join(import.meta.dir, "index.ts"))};
    startService({ command: ["sh", "-c", "echo up; cat; echo seen > part; mv part eof"], cwd: ${JSON.stringify(dir)}, env: { PATH: "/usr/bin:/bin" },
      onLine: () => process.kill(process.pid, "SIGKILL") });`;
  await writeFile(parent, code);
  await run({ command: [process.execPath, parent], env: minimalEnv(), timeoutMs: 30_000 });
  while (!existsSync(join(dir, "eof"))) await Bun.sleep(10);
  expect(readFileSync(join(dir, "eof"), "utf8")).toBe("seen\n");
});

test("a program that is missing is told as a line and exit code 127", async () => {
  expect(await firstLine(["no-such-program"])).toContain("no-such-program");
  expect(await service?.exited).toEqual({ exitCode: 127, signal: null });
});
