import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import {
  openSandbox,
  prepareWorkerImage,
  type Sandbox,
  type SandboxConfig,
  type SandboxedRun,
} from "@pushpals/shared/sandbox";
import { ownDocker, ownPodman, type TestEngine } from "./own-engine";

setDefaultTimeout(180_000);

const CONFIG: SandboxConfig = {
  tier: "container",
  memory_mb: 512,
  pids: 128,
  cpu_seconds: 0,
  file_size_mb: 512,
  read_only_paths: [],
};
const ENGINES: Record<"docker" | "podman", TestEngine> = { docker: await ownDocker(), podman: await ownPodman() };

for (const [engine, own] of Object.entries(ENGINES)) {
  if (!own.ok) console.warn(`The container sandbox is not tried with ${engine}: ${own.why}`);
  describe.skipIf(!own.ok)(`in ${engine}`, () => {
    let root: string;
    let workspace: string;
    const sandboxWith = async (more: Partial<SandboxConfig> = {}, hide: string[] = []): Promise<Sandbox> => {
      const opened = await openSandbox({ ...CONFIG, engine: engine as "docker", ...more }, { hide });
      if (!opened.ok) throw new Error(opened.message);
      return opened.sandbox;
    };
    const sh = async (script: string, more: Partial<SandboxedRun> & { sandbox?: Sandbox } = {}) => {
      const { sandbox = await sandboxWith(), ...options } = more;
      const result = await sandbox.run({
        command: ["sh", "-c", script],
        workspace,
        timeoutMs: 60_000,
        killGraceMs: 100,
        ...options,
      });
      const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
      return { ...result, out: text(result.stdout), err: text(result.stderr) };
    };
    const containers = () => {
      const command = [engine, "ps", "--all", "--quiet", "--filter", "label=pushpals.owner"];
      const { stdout, exitCode } = Bun.spawnSync(command, { env: process.env });
      if (exitCode !== 0) throw new Error("the engine does not answer");
      return stdout.toString().split("\n").filter(Boolean);
    };

    beforeAll(() => {
      if (own.ok) Object.assign(process.env, own.variables);
    });
    afterAll(async () => {
      if (!own.ok) return;
      await own.stop();
      for (const name of Object.keys(own.variables)) delete process.env[name];
    });
    beforeEach(async () => {
      root = await mkdtemp(join(tmpdir(), "pp-container-"));
      workspace = join(root, "work,space");
      await mkdir(workspace);
      // What is given to read has to be readable: nobody's user is not the owner.
      await chmod(root, 0o755);
    });
    afterEach(async () => {
      expect(containers()).toEqual([]);
      await rm(root, { recursive: true, force: true });
    });

    test("the workspace is at its own path and writable, and its files stay the caller's", async () => {
      await writeFile(join(workspace, "in"), "in\n");
      const result = await sh("cat in > out && mkdir dir && ln -s /etc/shadow dir/link && pwd", { env: { A: "b" } });
      expect([result.err, result.out]).toEqual(["", `${workspace}\n`]);
      expect(await readFile(join(workspace, "out"), "utf8")).toBe("in\n");
      expect((await stat(join(workspace, "dir"))).uid).toBe(process.getuid?.() ?? 0);
      expect((await stat("/etc/shadow")).uid).toBe(0);
    });

    test("nobody's user, no capability, no network, nothing to write to outside", async () => {
      const places = ["/usr/x", "/etc/x", "/x", "/run/x", "/var/x", join(root, "x"), "/proc/sys/kernel/x"];
      const script = `id -u; grep -E '^(Cap(Eff|Bnd|Prm)|NoNewPrivs)' /proc/self/status; ls /sys/class/net
        for p in ${places.join(" ")}; do (echo x > $p) 2>/dev/null && echo "written $p"; done; echo done`;
      const lines = (await sh(script)).out.trim().split("\n");
      expect(Number(lines[0])).toBeGreaterThan(0);
      expect(lines.slice(1, 5).map((line) => line.split("\t")[1])).toEqual([
        ...Array.from({ length: 3 }, () => "0000000000000000"),
        "1",
      ]);
      expect(lines.slice(5)).toEqual(["lo", "done"]);
    });

    test("no secret of the environment, of HOME or of the data directory", async () => {
      const inHome = await mkdtemp(join(homedir(), ".pushpals-canary-"));
      await mkdir(join(root, "data/objects"), { recursive: true });
      await Promise.all([join(inHome, "key"), join(root, "data/token")].map((path) => writeFile(path, "CANARY")));
      await writeFile(join(root, "data/objects/pack"), "pack");
      process.env["PUSHPALS_TEST_CANARY"] = "CANARY";
      const sandbox = await sandboxWith({ read_only_paths: [root] }, [join(root, "data")]);
      const script = `env; cat /proc/*/environ ${inHome}/key ${root}/data/token; ls ${root}/data ${root}/data/objects`;
      const { out } = await sh(script, { sandbox, readOnly: [join(root, "data/objects")] });
      delete process.env["PUSHPALS_TEST_CANARY"];
      await rm(inHome, { recursive: true });
      expect(out).not.toContain("CANARY");
      expect(out).toEndWith(`${root}/data:\nobjects\n\n${root}/data/objects:\npack\n`);
    });

    test("private /tmp and HOME, the machine's git and this Bun", async () => {
      const result = await sh(
        `touch /tmp/x "$HOME/y" && echo "$HOME" && git --version && ${process.execPath} --version`,
      );
      expect(result.out).toStartWith("/home/sandbox\ngit version");
      expect(result.out).toEndWith(`${Bun.version}\n`);
      expect((await sh('ls -A "$HOME"; ls /tmp')).out).not.toMatch(/^[xy]$/m);
      expect((await sh("git init -q . && git add -A && git status --short")).exitCode).toBe(0);
    });

    test("exit codes, standard input and missing programs", async () => {
      expect(await sh("exit 7")).toMatchObject({ exitCode: 7, terminationReason: "exited" });
      expect((await sh("cat", { stdin: "given\n" })).out).toBe("given\n");
      expect((await sh("", { command: ["no-such-program"] })).exitCode).not.toBe(0);
      expect(await sh("", { workspace: join(root, "none") })).toMatchObject({ terminationReason: "spawn_failed" });
    });

    test("what is left behind is dead, also after a time-out and an abort", async () => {
      const script = "trap '' TERM; (setsid sleep 300 > /dev/null 2>&1 &); echo up; sleep 300";
      expect(await sh("(setsid sleep 300 > /dev/null 2>&1 &); echo up")).toMatchObject({ exitCode: 0 });
      expect(await sh(script, { timeoutMs: 3_000, killGraceMs: 100 })).toMatchObject({ terminationReason: "timeout" });
      expect(containers()).toEqual([]);
      const abort = new AbortController();
      const aborted = await sh(script, { signal: abort.signal, onLine: () => abort.abort(), killGraceMs: 100 });
      expect(aborted.terminationReason).toBe("cancelled");
    });

    test("memory, processes, processor time, file size, disk", async () => {
      const eat = "x=$(head -c 400000000 /dev/zero | tr '\\0' x); echo survived";
      const memory = await sh(eat, { sandbox: await sandboxWith({ memory_mb: 128 }) });
      expect(memory.out).not.toContain("survived");
      expect(memory.exitCode === 0).toBe(false);
      const bomb = await sh("bomb() { bomb | bomb & }; bomb; sleep 1; ls /proc | grep -c '^[0-9]'", {
        sandbox: await sandboxWith({ pids: 40 }),
        timeoutMs: 15_000,
        killGraceMs: 100,
      });
      expect(bomb.err).toMatch(/[Cc]annot fork|unavailable/);
      const tight = await sandboxWith({ file_size_mb: 1, cpu_seconds: 1, cpus: 0.5 });
      expect((await sh("head -c 5000000 /dev/zero > big", { sandbox: tight })).exitCode).not.toBe(0);
      expect((await stat(join(workspace, "big"))).size).toBe(1024 * 1024);
      expect((await sh("while :; do :; done", { sandbox: tight })).exitCode).not.toBe(0);
      const fill = "for i in 1 2 3 4 5 6 7 8; do head -c 20000000 /dev/zero > f$i; done; sync; sleep 50; echo full";
      const disk = await sh(fill, { sandbox: await sandboxWith({ disk_mb: 50 }) });
      expect(disk).toMatchObject({ exitCode: null, terminationReason: "signal" });
      expect(disk.err).toContain("more than 50 MiB");
    });

    test("the container of an owner that was killed goes when the next one starts", async () => {
      const module = join(import.meta.dir, "../../packages/shared/src/sandbox/index.ts");
      const config = JSON.stringify({ ...CONFIG, engine });
      const code = `
        import { openSandbox } from ${JSON.stringify(module)};
        const opened = await openSandbox(${config});
        if (opened.ok) await opened.sandbox.run({ command: ["sh", "-c", "echo up; sleep 300"], timeoutMs: 600000,
          workspace: ${JSON.stringify(workspace)}, onLine: () => process.kill(process.pid, "SIGKILL") });`;
      await writeFile(join(root, "owner.ts"), code);
      await Bun.spawn([process.execPath, join(root, "owner.ts")], { stdout: "ignore", env: process.env }).exited;
      expect(containers()).toHaveLength(1);
      await sandboxWith();
      expect(containers()).toEqual([]);
    });

    test("the image is built once for the same inputs, and from a base image only when asked to", async () => {
      await sandboxWith();
      const again = await prepareWorkerImage({ engine: engine as "docker", image: "" }, { fresh: false });
      expect(again.message).toContain("up to date");
      const fresh = await prepareWorkerImage({ engine: engine as "docker", image: "" }, { fresh: true });
      expect(fresh.message).toContain("is built");
      const base = await openSandbox({ ...CONFIG, engine: engine as "docker", image: "localhost/no-such-base:1" });
      expect(base).toMatchObject({ ok: false, message: expect.stringContaining("bun run worker:image") });
    });
  });
}

test("without an engine nothing opens, and it says what to do", async () => {
  const path = process.env["PATH"];
  process.env["PATH"] = "/nonexistent";
  const opened = await openSandbox(CONFIG);
  process.env["PATH"] = path;
  expect(opened).toMatchObject({ ok: false, message: expect.stringContaining("docker was not found") });
  expect(existsSync("/nonexistent")).toBe(false);
});
