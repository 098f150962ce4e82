import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listProcesses, stdoutText } from "../process/index";
import { openSandbox, type SandboxConfig } from "./index";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(300_000);

const CONFIG: SandboxConfig = {
  tier: "auto",
  memory_mb: 0,
  pids: 0,
  cpu_seconds: 0,
  file_size_mb: 0,
  read_only_paths: [],
};
const path = process.env["PATH"];
afterEach(() => {
  process.env["PATH"] = path;
});

test("without bubblewrap it is refused with what to do, and never silently less", async () => {
  process.env["PATH"] = "/nonexistent";
  for (const tier of ["auto", "process"] as const) {
    const opened = await openSandbox({ ...CONFIG, tier });
    if (opened.ok) throw new Error("opened");
    expect(opened.message).toContain("apt-get install bubblewrap");
    expect(opened.message).toContain('workerpals.sandbox.tier = "none"');
  }
});

test("a sandbox that does not start is refused with what it said", async () => {
  const opened = await openSandbox({ ...CONFIG, read_only_paths: ["/no/such/path"] });
  expect(opened.ok).toBe(false);
});

test("the container tier without an engine is refused, and says so", async () => {
  process.env["PATH"] = "/nonexistent";
  const opened = await openSandbox({ ...CONFIG, tier: "container" });
  expect(opened).toMatchObject({ ok: false, message: expect.stringContaining("install Docker or Podman") });
});

test("none runs with a clean environment and a HOME of its own, and says what it is", async () => {
  const opened = await openSandbox({ ...CONFIG, tier: "none" });
  if (!opened.ok) throw new Error(opened.message);
  expect(opened.sandbox.describe()).toContain("Unsafe");
  const workspace = await mkdtemp(join(tmpdir(), "pushpals-none-"));
  process.env["PUSHPALS_TEST_CANARY"] = "CANARY";
  const result = await opened.sandbox.run({ command: ["sh", "-c", "env; pwd"], workspace, timeoutMs: 10_000 });
  delete process.env["PUSHPALS_TEST_CANARY"];
  await rm(workspace, { recursive: true });
  expect(stdoutText(result)).not.toContain("CANARY");
  expect(stdoutText(result)).not.toContain(`HOME=${process.env["HOME"]}\n`);
  expect(stdoutText(result)).toContain(workspace);
});

// After a short command only young processes are looked at, after a longer one all.
test.skipIf(process.platform !== "linux").each([0, 1.2])(
  "none ends what a command of %d s leaves behind, also in a session of its own",
  async (seconds) => {
    const opened = await openSandbox({ ...CONFIG, tier: "none" });
    if (!opened.ok) throw new Error(opened.message);
    const workspace = await mkdtemp(join(tmpdir(), "pushpals-none-"));
    const script = `setsid sh -c 'echo $$ > pid; sleep 60' > /dev/null 2>&1 & while [ ! -s pid ]; do sleep 0.01; done; sleep ${seconds}; cat pid`;
    const result = await opened.sandbox.run({ command: ["sh", "-c", script], workspace, timeoutMs: 20_000 });
    await rm(workspace, { recursive: true });
    const daemon = Number(stdoutText(result));
    expect(daemon).toBeGreaterThan(0);
    expect(listProcesses().filter(({ pid, live }) => pid === daemon && live)).toEqual([]);
  },
);
