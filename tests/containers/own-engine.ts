import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A container engine to test with; `variables` say to its program where it is. */
export type TestEngine =
  | { ok: true; variables: Record<string, string>; stop(): Promise<void> }
  | { ok: false; why: string };

const NONE = async () => undefined;

/** Docker as it runs here, or a daemon of our own in a temporary directory, without touching the machine's networks. */
export async function ownDocker(): Promise<TestEngine> {
  await install("docker", "docker.io");
  if (answers(["docker", "info"], {})) return { ok: true, variables: {}, stop: NONE };
  if (process.getuid?.() !== 0) return { ok: false, why: "Docker does not run, and this is not root" };
  if (Bun.which("docker") === null || Bun.which("dockerd") === null)
    return { ok: false, why: "docker is not installed" };
  const dir = mkdtempSync(join(tmpdir(), "pp-docker-"));
  const host = `unix://${dir}/docker.sock`;
  const places = ["--data-root", `${dir}/data`, "--exec-root", `${dir}/exec`, "--pidfile", `${dir}/pid`];
  const networks = ["--iptables=false", "--ip6tables=false", "--bridge=none"];
  const log = openSync(join(dir, "log"), "w");
  const daemon = Bun.spawn(["dockerd", "--host", host, ...places, ...networks], { stdout: log, stderr: log });
  const stop = async () => {
    daemon.kill();
    await daemon.exited;
    rmSync(dir, { recursive: true, force: true });
  };
  const variables = { DOCKER_HOST: host };
  while (daemon.exitCode === null && !answers(["docker", "info"], variables)) await Bun.sleep(100);
  if (daemon.exitCode === null) return { ok: true, variables, stop };
  const said = readFileSync(join(dir, "log"), "utf8").trim().split("\n").at(-1);
  await stop();
  return { ok: false, why: `dockerd does not start: ${said}` };
}

/** Podman needs no daemon: only a store of its own. */
export async function ownPodman(): Promise<TestEngine> {
  await install("podman", "podman");
  if (Bun.which("podman") === null) return { ok: false, why: "podman is not installed" };
  const dir = mkdtempSync(join(tmpdir(), "pp-podman-"));
  mkdirSync(join(dir, "graph"));
  const settings = { driver: "vfs", graphroot: join(dir, "graph"), runroot: join(dir, "run") };
  const lines = Object.entries(settings).map(([key, value]) => `${key} = "${value}"`);
  writeFileSync(join(dir, "storage.conf"), `[storage]\n${lines.join("\n")}\n`);
  const variables = { CONTAINERS_STORAGE_CONF: join(dir, "storage.conf") };
  const stop = async () => rmSync(dir, { recursive: true, force: true });
  if (answers(["podman", "info"], variables)) return { ok: true, variables, stop };
  await stop();
  return { ok: false, why: "podman does not answer" };
}

async function install(program: string, name: string): Promise<void> {
  const isWanted = process.env["PUSHPALS_TEST_INSTALL_ENGINES"] === "1" && existsSync("/usr/bin/apt-get");
  if (!isWanted || process.getuid?.() !== 0 || Bun.which(program) !== null) return;
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", name, "runc"],
  ])
    Bun.spawnSync(["apt-get", ...args], { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
}

const answers = (command: string[], variables: Record<string, string>): boolean =>
  Bun.spawnSync(command, { env: { ...process.env, ...variables }, stdout: "ignore", stderr: "ignore" }).exitCode === 0;
