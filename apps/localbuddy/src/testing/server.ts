import { join } from "node:path";
import { minimalEnv, type Service, startService } from "@pushpals/shared/process";

const SERVER = join(import.meta.dir, "../../../server/src/main.ts");

/** A real server as a process of its own, on a free port. */
export interface TestServer {
  url: string;
  stop(): Promise<void>;
}

export async function startServer(dataDir: string, repositoryPath: string): Promise<TestServer> {
  const port = freePort();
  const lines: string[] = [];
  const service: Service = startService({
    command: [process.execPath, SERVER],
    env: minimalEnv({
      PUSHPALS_DATA_DIR: dataDir,
      PUSHPALS_REPO_PATH: repositoryPath,
      PUSHPALS_SERVER_PORT: String(port),
      PUSHPALS_EXIT_WITH_PARENT: "1",
    }),
    onLine: (_stream, line) => void lines.push(line),
  });
  let ended = false;
  void service.exited.then(() => {
    ended = true;
  });
  const url = `http://127.0.0.1:${port}`;
  while (!(await isUp(url))) {
    if (ended) throw new Error(`the server ended: ${lines.slice(-10).join("\n")}`);
    await Bun.sleep(20);
  }
  return { url, stop: () => service.stop() };
}

function freePort(): number {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
  const { port } = listener;
  listener.stop(true);
  return port;
}

async function isUp(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/healthz`)).ok;
  } catch (_notListeningYet) {
    return false;
  }
}
