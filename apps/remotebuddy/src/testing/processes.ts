import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { minimalEnv, type Service, startService } from "@pushpals/shared/process";

const APPS = join(import.meta.dir, "../../..");

/** A real server and RemoteBuddy, each a process of its own, on a small repository. */
export interface TestProcesses {
  url: string;
  dataDir: string;
  startRemoteBuddy(env?: Record<string, string>): Service;
  stop(): Promise<void>;
}

export async function startServer(): Promise<TestProcesses> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "remotebuddy-")));
  const repository = makeRepository(root);
  const port = freePort();
  const url = `http://127.0.0.1:${port}`;
  const dataDir = join(root, "data");
  const lines: string[] = [];
  const services: Service[] = [];
  const start = (app: string, more: Record<string, string> = {}) => {
    const service = startService({
      command: [process.execPath, join(APPS, app, "src/main.ts")],
      env: minimalEnv({
        PUSHPALS_DATA_DIR: dataDir,
        PUSHPALS_REPO_PATH: repository,
        PUSHPALS_SERVER_PORT: String(port),
        PUSHPALS_SERVER_LEASE_MS: "2000",
        PUSHPALS_EXIT_WITH_PARENT: "1",
        REMOTEBUDDY_MAX_WORKERPALS: "0",
        ...more,
      }),
      onLine: (_stream, line) => void lines.push(line),
    });
    services.push(service);
    return service;
  };
  const server = start("server");
  const ended = server.exited.then(() => {
    throw new Error(`the server ended: ${lines.slice(-10).join("\n")}`);
  });
  await Promise.race([ended, untilUp(url)]);
  ended.catch((_endedWithTheTest: unknown) => undefined);
  return {
    url,
    dataDir,
    startRemoteBuddy: (env) => start("remotebuddy", env),
    stop: async () => {
      for (const service of services.reverse()) await service.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function makeRepository(root: string): string {
  const dir = join(root, "repo");
  const git = (...args: string[]) => {
    const done = Bun.spawnSync(["git", ...args], { cwd: root, env: minimalEnv({ GIT_CONFIG_NOSYSTEM: "1" }) });
    if (done.exitCode !== 0) throw new Error(done.stderr.toString());
  };
  git("init", "-q", "-b", "main", dir);
  writeFileSync(join(dir, "Makefile"), "test:\n\ttrue\n");
  git("-C", dir, "add", "-A");
  git("-C", dir, "-c", "user.name=Pat", "-c", "user.email=pat@example.org", "commit", "-q", "-m", "Start");
  return dir;
}

function freePort(): number {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
  const { port } = listener;
  listener.stop(true);
  return port;
}

async function untilUp(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/healthz`).catch((_notYet: unknown) => null);
    if (answer?.ok) return;
    await Bun.sleep(20);
  }
}
