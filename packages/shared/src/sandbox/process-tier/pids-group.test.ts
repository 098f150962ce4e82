import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, stdoutText } from "../../process/index";
import { openSandbox } from "../index";
import { findPidsController, pidsGroup, removeLeftGroups } from "./pids-group";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(300_000);

const found = process.getuid?.() === 0 ? await findPidsController() : null;
const controller = found ?? "";
if (found === null) console.warn("Groups with a limit of processes are not tried: not root, or none can be made here.");
const asRoot = describe.skipIf(found === null);

const ours = (): string[] => readdirSync(controller).filter((name) => name.startsWith(`pushpals-${process.pid}-`));

asRoot("a group with a limit of processes", () => {
  test("refuses the one that would be too many, to root too", async () => {
    const group = pidsGroup(controller, 20);
    const [, , , dir = ""] = group.enter(["true"]);
    const stop = new AbortController();
    let inside = 0;
    const result = await run({
      command: group.enter([
        "sh",
        "-c",
        "(for i in $(seq 60); do sleep 30 & done) 2>/dev/null; echo up; exec sleep 30",
      ]),
      cwd: "/",
      env: {},
      timeoutMs: 60_000,
      signal: stop.signal,
      onLine: () => {
        inside = Number(readFileSync(join(dir, "pids.current"), "utf8"));
        stop.abort();
      },
    });
    expect(stdoutText(result)).toBe("up\n");
    expect(inside).toBeGreaterThan(15);
    expect(inside).toBeLessThanOrEqual(22);
    expect(await group.remove()).toBe("it had more than 20 processes and threads");
    expect(existsSync(dir)).toBe(false);
  });

  test("holds each command and each child of a sandbox, and is gone after it", async () => {
    const workspace = await mkdtemp(join(tmpdir(), "pushpals-pids-"));
    const limits = { memory_mb: 0, pids: 100, cpu_seconds: 0, file_size_mb: 0, read_only_paths: [] };
    const opened = await openSandbox({ tier: "process", ...limits });
    if (!opened.ok) throw new Error(opened.message);
    const seen: string[] = [];
    const look = () => seen.push(...ours().map((name) => readFileSync(join(controller, name, "pids.max"), "utf8")));
    const common = { command: ["sh", "-c", "echo up >&2; exec cat"] as [string, ...string[]], workspace };
    const stop = new AbortController();
    const onLine = () => stop.abort(look());
    await opened.sandbox.run({
      ...common,
      command: ["sh", "-c", "echo up; exec sleep 30"],
      timeoutMs: 60_000,
      signal: stop.signal,
      onLine,
    });
    expect([seen, ours()]).toEqual([["102\n"], []]);
    const up = Promise.withResolvers<void>();
    const child = await opened.sandbox.spawn({ ...common, onErrorLine: () => up.resolve() });
    await up.promise;
    look();
    await child.kill();
    expect([seen, ours()]).toEqual([["102\n", "102\n"], []]);
    await rm(workspace, { recursive: true });
  });

  test("is removed by the next one when its owner was killed, unless somebody is in it", async () => {
    const gone = Bun.spawn(["true"]);
    await gone.exited;
    const left = join(controller, `pushpals-${gone.pid}-left`);
    const own = join(controller, `pushpals-${process.pid}-own`);
    for (const dir of [left, own]) mkdirSync(dir);
    removeLeftGroups(controller);
    expect([existsSync(left), existsSync(own)]).toEqual([false, true]);
    rmdirSync(own);
  });
});
