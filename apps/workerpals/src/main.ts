import { join } from "node:path";
import { createClient } from "@pushpals/sdk";
import { configFor } from "@pushpals/shared/agents";
import { tokenFor } from "@pushpals/shared/auth";
import { CommunicationManager } from "@pushpals/shared/communication";
import { type Config, dataDir, loadConfigOrExit, serverUrl } from "@pushpals/shared/config";
import { consume, jobsQueue } from "@pushpals/shared/consume";
import { openCritic } from "@pushpals/shared/critic";
import { inspectRepository, openMirror } from "@pushpals/shared/git";
import { jobLog } from "@pushpals/shared/job-log";
import { createLifecycle, type Lifecycle } from "@pushpals/shared/lifecycle";
import { createLog, type Log } from "@pushpals/shared/log";
import { startPresence } from "@pushpals/shared/presence";
import { openSandbox } from "@pushpals/shared/sandbox";
import { endWhenIdle, idleExitMs } from "./end-when-idle";
import { runScript } from "./lanes/deterministic/run-script";
import { laneByAgent } from "./lanes/openhands/lane-by-agent";
import { openAgentLane } from "./lanes/openhands/open-agent-lane";
import { type JobModels, jobModels } from "./proxy";
import { runJob } from "./run-job";
import { workerIdFrom } from "./worker-id";
import type { WorkerSetup } from "./worker-setup";
import { admitAndCollect } from "./workspace/admit-and-collect";
import { claimWorkerId } from "./workspace/claim-worker-id";
import { collectLeftovers } from "./workspace/collect-leftovers";
import { markedSandbox } from "./workspace/left-processes";

const FLUSH_MS = 5_000;
/** As long as a landing usually takes; with checks or an approval before it, the worker has better to do. */
const PATIENCE_MS = 20_000;

const { config } = loadConfigOrExit();
const workerId = workerIdFrom(process.argv.slice(2), process.env);
const log = createLog({ service: "workerpals", level: config.server.log_level }).child({ workerId });
const lifecycle = createLifecycle({ log });
await main(config, log, lifecycle);

/** Wires one worker: one process, one job at a time. */
async function main(config: Config, log: Log, lifecycle: Lifecycle): Promise<void> {
  if (workerId === null)
    return stop("--worker-id (or PUSHPALS_WORKER_ID) has to start with a letter or digit, then a-z A-Z 0-9 _ -");
  const worktrees = join(dataDir(config), ".worktrees");
  const claimed = await claimWorkerId(worktrees, workerId);
  if (claimed === null)
    return stop(`another running process has the worker id "${workerId}"; choose another by --worker-id`);
  lifecycle.onClose("worker id", claimed.release);
  const client = createClient({ baseUrl: serverUrl(config), token: await tokenFor("workerpals", config) });
  const voice = new CommunicationManager({ client, from: workerId, log });
  const setup = await prepare(config, { workerId, client, voice, worktrees: join(worktrees, workerId) });
  if (typeof setup === "string") return stop(setup);
  const { keep_workspaces_minutes, keep_workspaces_mb } = config.workerpals;
  const keeping = { maxAgeMs: keep_workspaces_minutes * 60_000, maxBytes: keep_workspaces_mb * 1024 * 1024 };
  await collectLeftovers(setup, worktrees, { ...keeping, isDiskShort: false });
  const labels = config.workerpals.labels;
  const presence = startPresence(voice, {
    workerId,
    role: "workerpal",
    lanes: setup.agentReady ? ["deterministic", "openhands"] : ["deterministic"],
    sandbox: setup.sandbox.ok ? setup.sandbox.sandbox.tier : "refused",
    labels,
  });
  lifecycle.onClose("events", () => voice.flush(AbortSignal.timeout(FLUSH_MS)));
  lifecycle.onClose("presence", presence.stop);
  lifecycle.draining.addEventListener("abort", presence.draining, { once: true });

  log.info({ sandbox: setup.sandbox.ok ? setup.sandbox.sandbox.describe() : setup.sandbox.message }, "worker is ready");
  const idleness = endWhenIdle(idleExitMs(process.argv.slice(2)), () => void lifecycle.stop("nothing to do"));
  const onIdle = () => {
    presence.idle();
    idleness.idle();
  };
  onIdle();
  const { min_free_disk_mb: minFreeDiskMb, min_free_memory_mb: minFreeMemoryMb } = config.workerpals;
  const limits = { minFreeDiskMb, minFreeMemoryMb };
  const working = consume({
    queue: jobsQueue(setup.client, workerId, labels),
    handle: (job, work) => runJob(setup, job, work),
    log,
    draining: lifecycle.draining,
    onIdle,
    onBusy: (jobId) => {
      idleness.busy();
      presence.busy(jobId);
    },
    admit: admitAndCollect({ setup, worktrees, dataDir: dataDir(config), limits, keeping }),
    onHeld: presence.held,
  });
  lifecycle.onClose("work", () => working);
  await working;
  await lifecycle.stop("drained");
}

type Given = Pick<WorkerSetup, "workerId" | "client" | "worktrees"> & { voice: CommunicationManager };

/** The rest of the setup, or what is missing on this machine. */
async function prepare(config: Config, given: Given): Promise<(WorkerSetup & { agentReady: boolean }) | string> {
  const repositoryPath = config.paths.repo_path || process.cwd();
  const inspected = await inspectRepository(repositoryPath);
  if (!inspected.ok) return inspected.message;
  const mirror = await openMirror({
    dataDir: dataDir(config),
    repositoryPath: inspected.repository.path,
    remoteName: config.source_control_manager.remote,
    ...(config.git.token === "" ? {} : { credentials: { token: config.git.token } }),
  });
  if (!mirror.ok) return mirror.message;
  const { author_name, author_email, publish_branches, sandbox: sandboxConfig } = config.workerpals;
  const opened = await openSandbox(sandboxConfig, { hide: [dataDir(config), inspected.repository.path] });
  const plain = await openSandbox({ ...sandboxConfig, tier: "none" });
  if (!plain.ok) return plain.message;
  const critic = openCritic(config.critic.llm, process.env);
  if (!critic.ok) return critic.message;
  const models = jobModels(config.workerpals.llm, process.env, log);
  const openAgent = (config: Config, models: JobModels) =>
    openAgentLane({ config, mirror: mirror.mirror, sandbox: opened, models, client: given.client });
  const agent = await openAgent(config, models);
  const openhands = laneByAgent(agent.lane, (choice) => {
    const own = configFor(config, choice);
    return openAgent(own, jobModels(own.workerpals.llm, process.env, log));
  });
  if (agent.problem !== null) log.warn(agent.problem);
  if (!opened.ok && sandboxConfig.required) return opened.message;
  return {
    ...given,
    mirror: mirror.mirror,
    integrationBranch: config.source_control_manager.integration_branch,
    author: { name: author_name, email: author_email },
    person: inspected.repository.identity,
    sandbox: opened.ok ? { ok: true, sandbox: markedSandbox(opened.sandbox) } : opened,
    plain: plain.sandbox,
    publishBranches: publish_branches,
    maxChangeBytes: config.policy.max_change_mb * 1024 * 1024,
    maxFileBytes: config.policy.max_file_mb * 1024 * 1024,
    allowSubmodules: config.policy.allow_submodules,
    maxRevisions: config.workerpals.max_revisions,
    fitBeforeProof: config.workerpals.fit_before_proof,
    patienceMs: PATIENCE_MS,
    critic: critic.critic,
    criticMustAgree: config.critic.must_agree,
    lanes: { deterministic: runScript, openhands },
    agentReady: agent.ready,
    models,
    openLog: (jobId, leaseToken) => jobLog(given.client, jobId, leaseToken),
    log,
  };
}

function stop(problem: string): Promise<never> {
  log.error(problem);
  return lifecycle.stop(problem, 2);
}
