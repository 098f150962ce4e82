import { afterAll, afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { listProcesses, stderrText, stdoutText } from "../../process/index";
import { openSandbox, type Sandbox, type SandboxConfig, type SandboxedRun } from "../index";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(300_000);

const CONFIG: SandboxConfig = {
  tier: "process",
  memory_mb: 4096,
  pids: 512,
  cpu_seconds: 0,
  file_size_mb: 4096,
  read_only_paths: [],
};

const opened = await openSandbox(CONFIG);
if (!opened.ok) console.warn(`The tests of the process sandbox are skipped: ${opened.message}`);
const contained = describe.skipIf(!opened.ok);

let root: string;
let workspace: string;
const canaries: string[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "pushpals-sandbox-"));
  workspace = join(root, "workspace");
  await mkdir(workspace);
});
afterEach(() => rm(root, { recursive: true, force: true }));
afterAll(async () => {
  for (const canary of canaries) await rm(canary, { recursive: true, force: true });
});

async function sandboxWith(more: Partial<SandboxConfig> = {}, hide: string[] = []): Promise<Sandbox> {
  const sandbox = await openSandbox({ ...CONFIG, ...more }, { hide });
  if (!sandbox.ok) throw new Error(sandbox.message);
  return sandbox.sandbox;
}

async function sh(script: string, more: Partial<SandboxedRun> & { sandbox?: Sandbox } = {}) {
  const { sandbox = await sandboxWith(), ...options } = more;
  return sandbox.run({ command: ["sh", "-c", script], workspace, timeoutMs: 30_000, ...options });
}

contained("what commands can reach", () => {
  test("the workspace, and files there stay the caller's", async () => {
    await writeFile(join(workspace, "in"), "in\n");
    const result = await sh("cat in > out && mkdir dir && pwd");
    expect([stderrText(result), stdoutText(result)]).toEqual(["", `${workspace}\n`]);
    expect(await readFile(join(workspace, "out"), "utf8")).toBe("in\n");
    expect((await stat(join(workspace, "dir"))).uid).toBe(process.getuid?.() ?? 0);
    await writeFile(join(workspace, "out"), "by the host\n");
  });

  test("not HOME, not the data directory, not another workspace, not this project", async () => {
    const inHome = await mkdtemp(join(homedir(), ".pushpals-canary-"));
    canaries.push(inHome);
    await mkdir(join(root, "data/tokens"), { recursive: true });
    await mkdir(join(root, "other"));
    const secrets = [join(inHome, "key"), join(root, "data/tokens/operator"), join(root, "other/file")];
    for (const path of secrets) await writeFile(path, "CANARY");
    const result = await sh(
      `cat ${secrets.join(" ")} ${import.meta.path}; ls -A ${homedir()}; echo root:; ls -A ${root}`,
    );
    expect(stdoutText(result)).not.toContain("CANARY");
    expect(stdoutText(result)).not.toContain("pushpals-canary");
    expect(stdoutText(result)).toEndWith("root:\nworkspace\n");
  });

  test("nothing can be written outside of the workspace", async () => {
    const places = [
      "/usr/x",
      "/etc/x",
      "/bin/x",
      "/x",
      join(root, "x"),
      join(homedir(), "x"),
      "/dev/x",
      "/proc/sys/kernel/x",
    ];
    const result = await sh(places.map((place) => `(echo x > ${place}) 2>/dev/null && echo ${place}`).join("; "));
    // What lies in /tmp inside is private: a file there is written and gone.
    const written = stdoutText(result)
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("/tmp/"));
    expect(written).toEqual([]);
    expect(places.filter((place) => existsSync(place))).toEqual([]);
  });

  test("its own empty /tmp and HOME, which are gone afterwards", async () => {
    const first = await sh('ls -A "$HOME" && touch "$HOME/x" /tmp/pushpals-inside /dev/shm/x && echo "$HOME"');
    expect(stdoutText(first)).toBe("/tmp/home\n");
    expect(stdoutText(await sh('ls -A "$HOME" /dev/shm'))).not.toContain("x\n");
    expect(existsSync("/tmp/pushpals-inside")).toBe(false);
  });

  test("no network: a listener of the host's loopback is not there", async () => {
    let connections = 0;
    const socket = { open: () => void connections++, data: () => undefined };
    const server = Bun.listen({ hostname: "127.0.0.1", port: 0, socket });
    const code = `fetch("http://127.0.0.1:${server.port}").then(() => console.log("reached"), () => console.log("refused"))`;
    const result = await sh("", { command: [process.execPath, "-e", code] });
    server.stop(true);
    expect(stdoutText(result)).toBe("refused\n");
    expect(connections).toBe(0);
  });

  test("no secret in the environment, and what is given", async () => {
    process.env["PUSHPALS_TEST_CANARY"] = "CANARY";
    const result = await sh("env; cat /proc/*/environ", { env: { GIVEN: "yes" } });
    delete process.env["PUSHPALS_TEST_CANARY"];
    expect(stdoutText(result)).not.toContain("CANARY");
    expect(stdoutText(result)).toContain("GIVEN=yes\n");
  });

  test("no other process, no capability, no user that is root", async () => {
    const result = await sh(
      "id -u; ls -d /proc/[0-9]* | wc -l; grep -E '^Cap(Eff|Bnd|Prm)' /proc/self/status; cat /proc/1/cmdline",
    );
    const lines = stdoutText(result).split("\n");
    expect(lines[0]).toBe("1000");
    expect(Number(lines[1])).toBeLessThan(8);
    expect(lines.slice(2, 5).every((line) => line.endsWith("\t0000000000000000"))).toBe(true);
  });

  test("what is given to read can be read and not written", async () => {
    const shared = join(root, "shared");
    await mkdir(shared);
    await writeFile(join(shared, "object"), "object\n");
    const result = await sh(`cat ${shared}/object; (echo x > ${shared}/object) 2>/dev/null || echo kept`, {
      readOnly: [shared],
    });
    expect(stdoutText(result)).toBe("object\nkept\n");
  });

  test("a hidden directory is empty, but for what a run is given in it", async () => {
    await mkdir(join(root, "data/objects"), { recursive: true });
    await writeFile(join(root, "data/token"), "CANARY");
    await writeFile(join(root, "data/objects/pack"), "pack");
    const sandbox = await sandboxWith({ read_only_paths: [root] }, [join(root, "data"), join(root, "none")]);
    const result = await sh(`cd ${root}/data && ls . objects`, { sandbox, readOnly: [join(root, "data/objects")] });
    expect(stdoutText(result)).toBe(".:\nobjects\n\nobjects:\npack\n");
  });

  test("the programs of the machine: git, and the Bun that runs this", async () => {
    const result = await sh(`git --version && bun --version && ${process.execPath} --version`);
    expect(stdoutText(result)).toContain(`${Bun.version}\n`);
    expect(result.exitCode).toBe(0);
  });
});

contained("how it ends", () => {
  /** Processes of this machine whose arguments hold a text. */
  const running = async (text: string) => {
    const found: number[] = [];
    for (const { pid, live } of listProcesses()) {
      const line = await readFile(`/proc/${pid}/cmdline`, "latin1").catch((_gone: unknown) => "");
      if (live && line.includes(text) && pid !== process.pid) found.push(pid);
    }
    return found;
  };

  test("a daemon with a session of its own is dead after the command", async () => {
    const seconds = `76.${process.pid}1`;
    const result = await sh(`(setsid setsid sleep ${seconds} > /dev/null 2>&1 &) ; sleep 0.1; echo done`);
    expect(stdoutText(result)).toBe("done\n");
    expect(await running(seconds)).toEqual([]);
  });

  test("so it is after a timeout and after an abort", async () => {
    const seconds = `76.${process.pid}2`;
    const script = `(setsid sh -c 'trap "" TERM; sleep ${seconds}' > /dev/null 2>&1 &); echo up; sleep ${seconds}`;
    expect(await sh(script, { timeoutMs: 700 })).toMatchObject({ terminationReason: "timeout" });
    expect(await running(seconds)).toEqual([]);
    const abort = new AbortController();
    const aborted = await sh(script, { signal: abort.signal, onLine: () => setTimeout(() => abort.abort(), 100) });
    expect(aborted.terminationReason).toBe("cancelled");
    expect(await running(seconds)).toEqual([]);
  });

  test("with the process that started it, killed without warning", async () => {
    const seconds = `76.${process.pid}3`;
    const code = `
      import { openSandbox } from ${JSON.stringify(join(import.meta.dir, "../index.ts"))};
      const opened = await openSandbox(${JSON.stringify(CONFIG)});
      if (opened.ok) await opened.sandbox.run({ command: ["sh", "-c", "echo up; setsid sleep ${seconds} & sleep ${seconds}"],
        workspace: ${JSON.stringify(workspace)}, timeoutMs: 60000, onLine: () => process.kill(process.pid, "SIGKILL") });`;
    await writeFile(join(root, "worker.ts"), code);
    await Bun.spawn([process.execPath, join(root, "worker.ts")], { stdout: "ignore" }).exited;
    while ((await running(seconds)).length > 0) await Bun.sleep(10);
  });

  test("exit codes and missing programs are told", async () => {
    expect(await sh("exit 7")).toMatchObject({ exitCode: 7, terminationReason: "exited" });
    expect((await sh("", { command: ["no-such-program"] })).exitCode).not.toBe(0);
  });
});

contained("limits", () => {
  test("memory: one process, and all together", async () => {
    const sandbox = await sandboxWith({ memory_mb: 256 });
    const one = await sh("", { sandbox, command: ["python3", "-c", "print(len(bytearray(400 << 20)))"] });
    expect(one.exitCode).not.toBe(0);
    const eat = 'x=$(head -c 100000000 /dev/zero | tr "\\0" x); sleep 30';
    const all = await sh(`for i in 1 2 3 4 5; do (${eat}) & done; wait`, { sandbox });
    expect(all).toMatchObject({ exitCode: null, terminationReason: "signal" });
    expect(stderrText(all)).toContain("more than 256 MiB");
  });

  test("processes", async () => {
    const sandbox = await sandboxWith({ pids: 40 });
    const result = await sh("for i in $(seq 100); do sleep 20 & done; wait", { sandbox });
    expect(result.exitCode).not.toBe(0);
  });

  test("disk, in many files and in one without a name; memory also where it is a file", async () => {
    const sandbox = await sandboxWith({ disk_mb: 50, memory_mb: 256 });
    const many = "for i in $(seq 20); do head -c 20000000 /dev/zero > f$i; done; sync; sleep 50";
    const filled = await sh(many, { sandbox });
    expect(filled).toMatchObject({ exitCode: null, terminationReason: "signal" });
    expect(stderrText(filled)).toContain("more than 50 MiB to its files");
    const hidden = await sh("exec 3> gone; rm gone; head -c 200000000 /dev/zero >&3; sync; sleep 50", { sandbox });
    expect(stderrText(hidden)).toContain("more than 50 MiB to its files");
    const inMemory = "head -c 150000000 /dev/zero > /tmp/a; head -c 150000000 /dev/zero > /dev/shm/b; sleep 50";
    expect(stderrText(await sh(inMemory, { sandbox }))).toContain("it used more than 256 MiB");
  });

  test("file size and processor time", async () => {
    const sandbox = await sandboxWith({ file_size_mb: 1, cpu_seconds: 1 });
    const file = await sh("head -c 5000000 /dev/zero > big", { sandbox });
    expect(file.exitCode).not.toBe(0);
    expect((await stat(join(workspace, "big"))).size).toBe(1024 * 1024);
    const busy = await sh("while :; do :; done", { sandbox });
    expect(busy).toMatchObject({ terminationReason: "exited" });
    expect(busy.exitCode).not.toBe(0);
  });
});
