import { createClient } from "@pushpals/sdk";
import { tokenFor } from "@pushpals/shared/auth";
import { CommunicationManager } from "@pushpals/shared/communication";
import { type Config, dataDir, loadConfigOrExit, serverUrl } from "@pushpals/shared/config";
import { listen } from "@pushpals/shared/http";
import { createLifecycle } from "@pushpals/shared/lifecycle";
import { createLog } from "@pushpals/shared/log";
import { startPresence } from "@pushpals/shared/presence";
import { openSandbox } from "@pushpals/shared/sandbox";
import { compareLink } from "./forge/compare-link";
import { keepPullRequest, type PullRequestKeeper } from "./forge/pull-request/keep-pull-request";
import { createHealthApp, type HealthOptions } from "./health";
import { keepInStep } from "./integration/keep-in-step";
import { mergeBase } from "./integration/merge-base";
import { serveMerges } from "./integration/serve-merges";
import { landUntilDrained } from "./land-until-drained";
import type { LandingDesk } from "./landing-desk";
import { type Figures, readFigures } from "./metrics/read-figures";
import { openDesk, placesIn } from "./open-desk";
import { keepTidy } from "./retention/keep-tidy";
import { becomeOnlyInstance } from "./single-instance";
import { takeTurns } from "./turns";

const PUSHER_ID = "scm-1";
const FLUSH_MS = 5_000;
/** Exit codes: 2 for what a person has to change, 1 for a bug. */
const REFUSED = 2;
const BROKEN = 1;

const { config } = loadConfigOrExit();
const log = createLog({ service: "source_control_manager", level: config.server.log_level });
const lifecycle = createLifecycle({ log });
const wrong = process.argv.slice(2).filter((argument) => argument !== "--allow-dirty");
if (wrong.length > 0) await refuse(`unknown argument ${wrong[0]}; there is --allow-dirty`);
await main(config, process.argv.includes("--allow-dirty"));

/** Wires the landing daemon: one process for a data directory, one landing at a time. */
async function main(config: Config, allowDirty: boolean): Promise<void> {
  const only = becomeOnlyInstance(placesIn(dataDir(config)).lock);
  if (only === null) return refuse(`another SourceControlManager is running for ${dataDir(config)}`);
  lifecycle.onClose("instance", only.release);
  const client = createClient({
    baseUrl: serverUrl(config),
    token: await tokenFor("source_control_manager", config),
  });
  const voice = new CommunicationManager({ client, from: PUSHER_ID, log });
  const sandbox = await openSandbox(config.workerpals.sandbox, { hide: [dataDir(config)] });
  const presence = startPresence(voice, {
    workerId: PUSHER_ID,
    role: "source_control_manager",
    sandbox: sandbox.ok ? sandbox.sandbox.tier : "refused",
  });
  lifecycle.onClose("events", () => voice.flush(AbortSignal.timeout(FLUSH_MS)));
  lifecycle.onClose("presence", presence.stop);
  const kept: { pullRequest?: PullRequestKeeper; figures?: () => Promise<Figures> } = {};
  const deaf = serveHealth(config, {
    status: presence.status,
    pullRequest: () => kept.pullRequest?.state() ?? null,
    figures: () => kept.figures?.() ?? null,
  });
  if (deaf !== null) return refuse(deaf);

  const { draining } = lifecycle;
  const opened = await openDesk({ config, client, voice, sandbox, allowDirty, log, draining });
  if (!opened.ok) return refuse(opened.failure.message);
  const { desk, sync } = opened;
  tellWhatIsLandedHow(desk);
  presence.idle();
  draining.addEventListener("abort", presence.draining, { once: true });

  const memoryPath = placesIn(dataDir(config)).pullRequest;
  const pullRequest = keepPullRequest({ config, mirror: desk.mirror, client, voice, log, memoryPath, draining });
  kept.pullRequest = pullRequest;

  const turns = takeTurns();
  const tell = (text: string) => voice.emit(config.session.id, "status", { state: "note", text: text.slice(0, 8_000) });
  const inStep = keepInStep({ prepare: () => turns(sync), tell, log, draining });
  const merges = serveMerges({
    client,
    merge: (wish) => turns(() => mergeBase(desk, wish, draining)).finally(pullRequest.touch),
    log,
    draining,
  });
  const tidy = keepTidy({
    mirror: desk.mirror,
    client,
    retention: config.source_control_manager,
    log,
    signal: draining,
  });
  const { inHand, done: landing } = landUntilDrained({
    desk,
    client,
    pusherId: PUSHER_ID,
    turns,
    records: placesIn(dataDir(config)).records,
    onSettled: pullRequest.touch,
    log,
    draining,
    onIdle: presence.idle,
    onBusy: presence.busy,
    onViolation: (error) => {
      log.fatal({ err: error }, "tested tree and landed tree differ: stopping");
      void lifecycle.stop("tested tree and landed tree differ", BROKEN);
    },
  });
  kept.figures = () => readFigures(desk, inHand.held);
  const working = Promise.all([landing, inStep, merges, tidy, pullRequest.done]);
  lifecycle.onClose("landings", () => working.then(() => undefined));
  await working;
  await lifecycle.stop("drained");
}

/** Null, or why the port cannot be had. */
function serveHealth(
  { source_control_manager: { host, port } }: Config,
  shown: Pick<HealthOptions, "status" | "pullRequest" | "figures">,
): string | null {
  const app = createHealthApp({ log, allowedHosts: [host], ...shown });
  try {
    const health = listen(app, { host, port, portKey: "source_control_manager.port", log });
    lifecycle.onClose("health", () => health.stop());
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function tellWhatIsLandedHow({ config, mirror, sandbox }: LandingDesk): void {
  const { integration_branch: branch, base_branch: base, strategy, checks } = config.source_control_manager;
  if (!sandbox.ok && checks.length > 0) log.warn(sandbox.message);
  const compare = mirror.remote ? compareLink(mirror.remote.url, base, branch) : null;
  const gate = checks.length > 0 ? checks : "ungated";
  log.info({ branch, strategy, checks: gate, remote: mirror.remote?.name ?? null, compare }, "ready to land");
}

function refuse(problem: string): Promise<never> {
  log.error(problem);
  return lifecycle.stop(problem, REFUSED);
}
