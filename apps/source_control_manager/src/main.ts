import type { LandingStatus } from "@pushpals/protocol";
import { createClient } from "@pushpals/sdk";
import { tokenFor } from "@pushpals/shared/auth";
import { CommunicationManager } from "@pushpals/shared/communication";
import { type Config, dataDir, loadConfigOrExit, serverUrl } from "@pushpals/shared/config";
import { listen } from "@pushpals/shared/http";
import { createLifecycle } from "@pushpals/shared/lifecycle";
import { createLog } from "@pushpals/shared/log";
import { type Presence, startPresence } from "@pushpals/shared/presence";
import { openSandbox } from "@pushpals/shared/sandbox";
import { compareLink } from "./forge/compare-link";
import { createHealthApp } from "./health";
import { StopRecord } from "./journal/stop-record";
import type { LandingDesk } from "./landing-desk";
import type { TestedTreeViolation } from "./merge/assert-tested";
import { LandingBoard } from "./metrics/landing-board";
import { openDesk, placesIn } from "./open-desk";
import { runDesk } from "./run-desk";
import { becomeOnlyInstance } from "./single-instance";

const PUSHER_ID = "scm-1";
const FLUSH_MS = 5_000;
/** Exit codes: 2 for what a person has to change, 1 for a bug. */
const REFUSED = 2;
const BROKEN = 1;

const { config } = loadConfigOrExit();
const log = createLog({ service: "source_control_manager", level: config.server.log_level });
const lifecycle = createLifecycle({ log });
const { draining } = lifecycle;
const wrong = process.argv.slice(2).filter((argument) => argument !== "--allow-dirty");
if (wrong.length > 0) await refuse(`unknown argument ${wrong[0]}; there is --allow-dirty`);
await main(config, process.argv.includes("--allow-dirty"));

/** Wires the landing daemon: one process for a data directory, one landing at a time. */
async function main(config: Config, allowDirty: boolean): Promise<void> {
  const places = placesIn(dataDir(config));
  const only = becomeOnlyInstance(places.lock);
  if (only === null) return refuse(`another SourceControlManager is running for ${dataDir(config)}`);
  lifecycle.onClose("instance", only.release);
  const token = await tokenFor("source_control_manager", config);
  const client = createClient({ baseUrl: serverUrl(config), token });
  const voice = new CommunicationManager({ client, from: PUSHER_ID, log });
  const sandbox = await openSandbox(config.workerpals.sandbox, { hide: [dataDir(config)] });
  const board = new LandingBoard(config);
  const presence = startPresence(
    voice,
    {
      workerId: PUSHER_ID,
      role: "source_control_manager",
      sandbox: sandbox.ok ? sandbox.sandbox.tier : "refused",
    },
    () => ({ landing: board.status() }),
  );
  lifecycle.onClose("events", () => voice.flush(AbortSignal.timeout(FLUSH_MS)));
  lifecycle.onClose("presence", presence.stop);
  board.onChange = (landing) => showHeld(presence, landing);
  const deaf = serveHealth(config, token, presence, board.status);
  if (deaf !== null) return refuse(deaf);

  const stops = new StopRecord(places.stopped);
  await untilLookedAt(stops, board);
  if (draining.aborted) return await lifecycle.stop("drained");
  const onChange = board.changed;
  const opened = await openDesk({ config, client, voice, sandbox, allowDirty, log, draining, onChange });
  if (!opened.ok) return refuse(opened.failure.message);
  tellWhatIsLandedHow(opened.desk);
  presence.idle();
  draining.addEventListener("abort", presence.draining, { once: true });
  const working = runDesk({
    opened,
    client,
    voice,
    board,
    pusherId: PUSHER_ID,
    records: places.records,
    log,
    draining,
    onIdle: presence.idle,
    onBusy: presence.busy,
    onViolation: (error) => stopLoudly(stops, board, voice, error),
  });
  lifecycle.onClose("landings", () => working);
  await working;
  await lifecycle.stop("drained");
}

/** A worker that takes nothing says so. */
function showHeld(presence: Presence, { state, reason }: LandingStatus): void {
  const words = `landing is ${state}: ${reason?.message.split("\n", 1)[0] ?? ""}`;
  presence.held(reason === null ? null : words.slice(0, 500));
  presence.touch();
}

/** An earlier daemon may have found that the tree to land was not the one tested: then a person has to look first. */
async function untilLookedAt(stops: StopRecord, board: LandingBoard): Promise<void> {
  const stopped = stops.read();
  if (stopped === null) return;
  log.fatal({ stopped }, "nothing is landed until a person has looked");
  board.show({ stopped });
  await stops.taken(draining);
  if (draining.aborted) return;
  log.info(`${stops.file} is gone: landings go on`);
  board.show({ stopped: null });
}

/** Ends this daemon; what it leaves keeps the next one from landing. */
function stopLoudly(
  stops: StopRecord,
  board: LandingBoard,
  voice: CommunicationManager,
  error: TestedTreeViolation,
): void {
  if (stops.read() !== null) return;
  log.fatal({ err: error }, "tested tree and landed tree differ: stopping");
  const stopped = stops.write(error.message);
  board.show({ stopped });
  const told = `Landing has stopped: the tree to land is not the tree that was tested. ${stopped.message}. ${stopped.next}`;
  voice.emit(config.session.id, "error", { code: "tested_tree_violation", message: told.slice(0, 8_000) });
  void lifecycle.stop("tested tree and landed tree differ", BROKEN);
}

/** Null, or why the port cannot be had. */
function serveHealth(config: Config, token: string, presence: Presence, landing: () => LandingStatus): string | null {
  const { host, port } = config.source_control_manager;
  const app = createHealthApp({ log, allowedHosts: [host], token, status: presence.status, landing });
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
