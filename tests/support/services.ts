import { join } from "node:path";
import { type Client, createClient } from "@pushpals/sdk";
import { type Service, startService } from "@pushpals/shared/process";
import { freePorts } from "../../scripts/free-ports";
import { type ServiceName, serviceProgram } from "../../scripts/start/services";
import { personEnv, type TestRepository } from "./repository";
import { operatorToken } from "./team";
import { waitFor } from "./wait-for";

/** Some of the services as real processes, for tests that play the part of one that is missing. */
export interface Services {
  client: Client;
  serverUrl: string;
  dataDir: string;
  token: string;
  start(name: ServiceName, args?: readonly string[]): Service;
  /** Resolves once this many of a role are online. */
  online(role: "workerpal" | "remotebuddy" | "source_control_manager", count: number): Promise<unknown>;
  stop(): Promise<void>;
}

/** A server on a repository, and whatever else is started with it. */
export async function startServices(repository: TestRepository, env: Record<string, string> = {}): Promise<Services> {
  const [server, scm] = freePorts(2) as [number, number];
  const dataDir = join(repository.root, "data");
  const serverUrl = `http://127.0.0.1:${server}`;
  const running: Service[] = [];
  const lines: string[] = [];
  const start = (name: ServiceName, args: readonly string[] = []): Service => {
    const service = startService({
      command: serviceProgram(name, args),
      cwd: repository.root,
      env: {
        ...personEnv(),
        PUSHPALS_REPO_PATH: repository.dir,
        PUSHPALS_DATA_DIR: dataDir,
        PUSHPALS_SERVER_PORT: String(server),
        PUSHPALS_SOURCE_CONTROL_MANAGER_PORT: String(scm),
        PUSHPALS_EXIT_WITH_PARENT: "1",
        REMOTEBUDDY_MAX_WORKERPALS: "0",
        ...env,
      },
      onLine: (_stream, line) => void lines.push(line),
    });
    running.push(service);
    return service;
  };
  start("server");
  const token = await waitFor("the operator's token", () => operatorToken(dataDir));
  const client = createClient({ baseUrl: serverUrl, token });
  await waitFor("the server", async () => ((await client.workers.list({})).ok ? true : null));
  return {
    client,
    serverUrl,
    dataDir,
    token,
    start,
    online: (role, count) =>
      waitFor(
        `${count} of ${role}`,
        async () => {
          const found = await client.workers.list({});
          if (!found.ok) return null;
          const there = found.workers.filter((one) => one.role === role && one.online && one.status !== "starting");
          return there.length >= count ? true : null;
        },
        () => lines.slice(-30).join("\n"),
      ),
    stop: async () => {
      for (const service of running.toReversed()) await service.stop(10_000);
    },
  };
}
