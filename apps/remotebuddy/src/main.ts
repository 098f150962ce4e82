import { type Client, createClient } from "@pushpals/sdk";
import { tokenFor } from "@pushpals/shared/auth";
import { CommunicationManager } from "@pushpals/shared/communication";
import { type Config, dataDir, loadConfigOrExit, projectRoot, serverUrl } from "@pushpals/shared/config";
import { consume, requestsQueue } from "@pushpals/shared/consume";
import { inspectRepository, openMirror } from "@pushpals/shared/git";
import { createLifecycle } from "@pushpals/shared/lifecycle";
import { createLog } from "@pushpals/shared/log";
import { workerKeys } from "@pushpals/shared/model";
import { startPresence } from "@pushpals/shared/presence";
import { bestOfPolicy } from "./best-of/best-of-policy";
import { scaleFleet } from "./fleet/scale-fleet";
import { startFleet } from "./fleet/start-fleet";
import { workerStarter } from "./fleet/worker-command";
import { workerEnv } from "./fleet/worker-env";
import { handleRequest } from "./handle-request";
import { choosePlanner } from "./plan/choose-planner";

const AGENT_ID = "remotebuddy";
/** A worker's job in hand gets 10 s to end. All of it fits into the 15 s that `start` gives this process. */
const WORKER_STOP_GRACE_MS = 12_000;
const GRACE_MS = 14_000;
const FLUSH_MS = 3_000;

const { config } = loadConfigOrExit();
const log = createLog({ service: "remotebuddy", level: config.server.log_level });
const lifecycle = createLifecycle({ log, graceMs: GRACE_MS });
await main(config);

/** Wires RemoteBuddy: plans requests, one at a time and in their order, and keeps the WorkerPals running. */
async function main(config: Config): Promise<void> {
  const opened = await openRepository(config);
  if (!opened.ok) {
    log.error(opened.message);
    return await lifecycle.stop(opened.message, 2);
  }
  const token = await tokenFor("remotebuddy", config);
  const client = createClient({ baseUrl: serverUrl(config), token });
  const bestOf = bestOfPolicy(config.remotebuddy.best_of);
  const chosen = choosePlanner({ config, bestOf, mirror: opened.mirror, client, token, env: process.env });
  if (!chosen.ok) {
    log.error(chosen.message);
    return await lifecycle.stop(chosen.message, 2);
  }
  const voice = new CommunicationManager({ client, from: AGENT_ID, log });
  const presence = startPresence(voice, { workerId: AGENT_ID, role: "remotebuddy" });
  const fleet = startWorkers(config, client, opened.repositoryPath);
  const { execution_budget_ms, finalization_budget_ms } = config.remotebuddy;
  const setup = {
    client,
    voice,
    log,
    budgets: { executionBudgetMs: execution_budget_ms, finalizationBudgetMs: finalization_budget_ms },
    bestOf,
    planner: chosen.planner,
    policy: chosen.policy,
  };

  log.info({ planner: setup.planner.name, workers: config.remotebuddy.max_workerpals }, "RemoteBuddy is ready");
  presence.idle();
  const consumed = consume({
    queue: requestsQueue(client, AGENT_ID),
    handle: (request, work) => handleRequest(request, work, setup),
    log,
    draining: lifecycle.draining,
    onIdle: presence.idle,
    onBusy: presence.busy,
  });
  lifecycle.draining.addEventListener("abort", presence.draining, { once: true });
  lifecycle.onClose("presence", presence.stop);
  lifecycle.onClose("events", () => voice.flush(AbortSignal.timeout(FLUSH_MS)));
  lifecycle.onClose("workers", fleet.stop);
  lifecycle.onClose("requests", () => consumed);
  await consumed;
  await lifecycle.stop("drained");
}

async function openRepository(config: Config) {
  const inspected = await inspectRepository(config.paths.repo_path || process.cwd());
  if (!inspected.ok) return inspected;
  const repositoryPath = inspected.repository.path;
  const opened = await openMirror({
    dataDir: dataDir(config),
    repositoryPath,
    remoteName: config.source_control_manager.remote,
  });
  return opened.ok ? { ...opened, repositoryPath } : opened;
}

function startWorkers(config: Config, client: Client, repositoryPath: string) {
  const paths = { dataDir: dataDir(config), repositoryPath };
  const env = workerEnv(process.env, paths, workerKeys(config));
  const { max_workerpals: max, min_workerpals, worker_idle_ms, worker_memory_mb: workerMemoryMb } = config.remotebuddy;
  const min = min_workerpals < 0 ? max : Math.min(min_workerpals, max);
  const fleet = startFleet({
    workers: min,
    max,
    start: workerStarter(projectRoot(), env, worker_idle_ms),
    // Workers write whole JSON lines, as this process does: one stream to read.
    onLine: (_workerId, stream, line) => process[stream].write(`${line}\n`),
    log,
    stopGraceMs: WORKER_STOP_GRACE_MS,
  });
  if (min < max) void scaleFleet({ client, fleet, min, max, workerMemoryMb, draining: lifecycle.draining });
  // They drain side by side with the request in hand, not after it.
  lifecycle.draining.addEventListener("abort", () => void fleet.stop(), { once: true });
  return fleet;
}
