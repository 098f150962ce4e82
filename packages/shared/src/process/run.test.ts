import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { minimalEnv, run, stderrText, stdoutText } from "./index";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(300_000);

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "pushpals-process-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const sh = (script: string, options: Partial<Parameters<typeof run>[0]> = {}) =>
  run({ command: ["sh", "-c", script], cwd: dir, env: minimalEnv(), timeoutMs: 20_000, ...options });

/** The pids that a script wrote, one a line. */
const pidsIn = async (file: string) => (await readFile(join(dir, file), "utf8")).trim().split("\n").map(Number);

function isRunning(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  return stat.slice(stat.lastIndexOf(")") + 2)[0] !== "Z";
}

async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await Bun.sleep(5);
}

describe("how a run ends", () => {
  test("by its own exit, with both streams and their order", async () => {
    const lines: string[] = [];
    const result = await sh("echo out; echo err >&2; exit 3", {
      onLine: (stream, line) => lines.push(`${stream} ${line}`),
    });
    expect(result).toMatchObject({ exitCode: 3, signal: null, terminationReason: "exited", outputTruncated: false });
    expect([stdoutText(result), stderrText(result)]).toEqual(["out\n", "err\n"]);
    expect(lines.sort()).toEqual(["stderr err", "stdout out"]);
  });

  test("by a signal", async () => {
    const result = await sh("kill -KILL $$");
    expect(result).toMatchObject({ exitCode: null, signal: "SIGKILL", terminationReason: "signal" });
  });

  test("not at all: a program that is missing, a directory that is missing", async () => {
    const missing = await run({ command: ["no-such-program"], env: minimalEnv(), timeoutMs: 1_000 });
    expect(missing).toMatchObject({ exitCode: null, terminationReason: "spawn_failed" });
    expect(missing.error).toContain("no-such-program");
    const nowhere = await sh("true", { cwd: join(dir, "none") });
    expect(nowhere).toMatchObject({ exitCode: null, terminationReason: "spawn_failed" });
  });

  test("an exit code of 0 after a timeout is still a timeout", async () => {
    // A group that gets TERM while it starts ends by it, so there is time for that on a busy machine.
    const result = await sh("trap 'exit 0' TERM; while :; do sleep 0.05; done", { timeoutMs: 1_500 });
    expect(result).toMatchObject({ exitCode: 0, terminationReason: "timeout" });
  });
});

describe("the whole tree", () => {
  test("a timeout ends children and grandchildren, also those that ignore SIGTERM", async () => {
    const tree = `trap '' TERM; echo $$ >> pids; (trap '' TERM; echo $(exec sh -c 'echo $PPID') >> pids; sleep 60) & sleep 60 & echo $! >> pids; wait`;
    const result = await sh(tree, { timeoutMs: 1_500, killGraceMs: 100 });
    expect(result).toMatchObject({ exitCode: null, signal: "SIGKILL", terminationReason: "timeout" });
    const pids = await pidsIn("pids");
    expect(pids).toHaveLength(3);
    expect(pids.filter(isRunning)).toEqual([]);
  });

  test("an abort ends it, with the pipe held by a grandchild", async () => {
    const abort = new AbortController();
    const running = sh("sleep 60 & echo $! > pids; wait", { signal: abort.signal });
    await waitFor(() => existsSync(join(dir, "pids")) && readFileSync(join(dir, "pids"), "utf8").endsWith("\n"));
    abort.abort();
    expect(await running).toMatchObject({ terminationReason: "cancelled" });
    expect((await pidsIn("pids")).filter(isRunning)).toEqual([]);
  });

  test("an abort before the start starts nothing", async () => {
    expect(await sh("touch ran", { signal: AbortSignal.abort() })).toMatchObject({ terminationReason: "cancelled" });
    expect(existsSync(join(dir, "ran"))).toBe(false);
  });

  test("what the child leaves in the background is ended after its exit", async () => {
    const result = await sh("sleep 60 & echo $! > pids");
    expect(result).toMatchObject({ exitCode: 0, terminationReason: "exited" });
    expect((await pidsIn("pids")).filter(isRunning)).toEqual([]);
  });

  test("a daemon with a session of its own that holds the pipe does not delay the return", async () => {
    const result = await sh(
      "setsid sh -c 'echo $$ > pids; exec sleep 60' & while [ ! -s pids ]; do sleep 0.01; done; echo done",
    );
    const [daemon = 0] = await pidsIn("pids");
    expect(isRunning(daemon)).toBe(true);
    process.kill(daemon, "SIGKILL");
    expect(stdoutText(result)).toBe("done\n");
    expect(result.terminationReason).toBe("exited");
  });
});

describe("output and input", () => {
  test("too much output is cut or ends the run, as asked; the hash is over all of it", async () => {
    const cut = await sh("head -c 300000 /dev/zero | tr '\\0' x", { maxOutputBytes: 1_000 });
    expect(cut).toMatchObject({ exitCode: 0, terminationReason: "exited", outputTruncated: true });
    expect(cut.stdout).toHaveLength(1_000);
    const whole = await sh("head -c 300000 /dev/zero | tr '\\0' x");
    expect(cut.outputSha256).toBe(whole.outputSha256);
    const killed = await sh("yes", { maxOutputBytes: 1_000, overflow: "kill" });
    expect(killed).toMatchObject({ exitCode: null, terminationReason: "output_limit", outputTruncated: true });
  });

  test("silence ends the run as idle, output keeps it going", async () => {
    const noisy = await sh("for i in 1 2 3 4 5 6 7 8; do echo $i; sleep 0.3; done; sleep 60", { idleMs: 2_000 });
    expect(noisy.terminationReason).toBe("idle");
    expect(stdoutText(noisy)).toBe("1\n2\n3\n4\n5\n6\n7\n8\n");
  });

  test("input of many megabytes arrives, and a child that reads none of it does not hang", async () => {
    const stdin = new Uint8Array(20_000_000);
    expect(stdoutText(await sh("wc -c", { stdin })).trim()).toBe("20000000");
    expect(await sh("exit 4", { stdin })).toMatchObject({ exitCode: 4, terminationReason: "exited" });
    expect(stdoutText(await sh("cat"))).toBe("");
  });

  test("the environment is what is given and no more", async () => {
    process.env["PUSHPALS_TEST_CANARY"] = "secret";
    const result = await run({ command: ["/usr/bin/env"], env: { ONLY: "this" }, timeoutMs: 20_000 });
    delete process.env["PUSHPALS_TEST_CANARY"];
    expect(stdoutText(result)).toBe("ONLY=this\n");
  });
});
