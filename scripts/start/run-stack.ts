import { createClient } from "@pushpals/sdk";
import { tokenFor } from "@pushpals/shared/auth";
import { type Config, localbuddyUrl, serverUrl, sourceControlManagerUrl } from "@pushpals/shared/config";
import { delay } from "@pushpals/shared/lifecycle";
import { workerKeys } from "@pushpals/shared/model";
import { PROJECT } from "../project";
import { modelKey } from "./model-key";
import { serviceEnvironment } from "./service-environment";
import { type ServiceName, serviceProgram } from "./services";
import { type Supervised, supervise } from "./supervise";

export interface StackOptions {
  config: Config;
  /** Settings that go to every service: this process's environment, and what differs from it. */
  env: Record<string, string | undefined>;
  repositoryPath: string;
  watch: boolean;
  signal: AbortSignal;
  onLine(service: string, line: string): void;
}

export interface Stack {
  stop(): Promise<void>;
}

/** For what hangs: a service that dies is seen at once, and a busy machine may take its time. */
const UP_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 50;
/** A service that died this often before it was well will not become well. */
const DEATHS_TO_GIVE_UP = 3;
const STOP_GRACE_MS = 15_000;

/** Starts the services in order and waits until the whole team is there. On failure nothing is left running. */
export async function runStack(
  options: StackOptions,
): Promise<{ ok: true; stack: Stack } | { ok: false; message: string }> {
  const running = new Map<ServiceName, Supervised>();
  const start = (name: ServiceName) => running.set(name, superviseService(name, options));
  const stop = async () => {
    const server = running.get("server");
    const others = [...running.values()].filter((service) => service !== server);
    await Promise.all(others.map((service) => service.stop(STOP_GRACE_MS)));
    // The last one: the others give their work back to it.
    await server?.stop(STOP_GRACE_MS);
  };
  const healthy = (name: ServiceName, url: string) => waitHealthy(name, url, running.get(name), options.signal);

  start("server");
  let problem = await healthy("server", serverUrl(options.config));
  if (problem === null) {
    for (const name of ["localbuddy", "source_control_manager", "remotebuddy"] as const) start(name);
    const problems = await Promise.all([
      healthy("localbuddy", localbuddyUrl(options.config)),
      healthy("source_control_manager", sourceControlManagerUrl(options.config)),
      waitOnline(options, running),
    ]);
    problem = problems.find((found) => found !== null) ?? null;
  }
  if (problem === null) return { ok: true, stack: { stop } };
  await stop();
  return { ok: false, message: problem };
}

function superviseService(name: ServiceName, options: StackOptions): Supervised {
  return supervise({
    command: serviceProgram(name, [], options.watch),
    cwd: PROJECT,
    env: serviceEnvironment(
      name,
      { PUSHPALS_REPO_PATH: options.repositoryPath, ...modelKey(name, options.config, options.env) },
      options.env,
      workerKeys(options.config),
    ),
    onLine: (line) => options.onLine(name, line),
    onDeath: (what) => options.onLine("start", JSON.stringify({ level: "warn", msg: `${name} ${what}` })),
  });
}

/** Null once the service answers, else why it does not. */
async function waitHealthy(
  name: ServiceName,
  url: string,
  service: Supervised | undefined,
  signal: AbortSignal,
): Promise<string | null> {
  const deadline = performance.now() + UP_WITHIN_MS;
  while (!(await answers(`${url}/healthz`))) {
    if (signal.aborted) return "stopped";
    if (service && service.deaths() >= DEATHS_TO_GIVE_UP) return `${name} does not stay up; its last words are above`;
    if (performance.now() > deadline) return `${name} did not answer at ${url} within ${UP_WITHIN_MS / 1000} s`;
    await delay(LOOK_EVERY_MS, signal);
  }
  return null;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch (_notYet) {
    return false;
  }
}

/** Null once planner, lander and a worker have reported to the server, else who is missing. */
async function waitOnline(
  { config, signal }: StackOptions,
  running: ReadonlyMap<ServiceName, Supervised>,
): Promise<string | null> {
  const client = createClient({ baseUrl: serverUrl(config), token: await tokenFor("operator", config) });
  const wanted = [
    "remotebuddy",
    "source_control_manager",
    ...(config.remotebuddy.max_workerpals > 0 ? ["workerpal"] : []),
  ];
  const startedAt = Date.now();
  for (;;) {
    const reply = await client.workers.list({});
    const here = reply.ok
      ? reply.workers.filter((worker) => worker.status !== "stopped" && worker.lastSeenAt >= startedAt)
      : [];
    const missing = wanted.filter((role) => !here.some((worker) => worker.role === role));
    if (missing.length === 0) return null;
    if (signal.aborted) return "stopped";
    const lost = [...running].find(([, service]) => service.deaths() >= DEATHS_TO_GIVE_UP);
    if (lost) return `${lost[0]} does not stay up; its last words are above`;
    if (Date.now() - startedAt > UP_WITHIN_MS)
      return `not everybody reported to the server within ${UP_WITHIN_MS / 1000} s: ${missing.join(", ")}`;
    await delay(LOOK_EVERY_MS, signal);
  }
}
