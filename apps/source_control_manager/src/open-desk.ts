import { rmSync } from "node:fs";
import { join } from "node:path";
import { backoffMs, type Client, delay } from "@pushpals/sdk";
import type { CommunicationManager } from "@pushpals/shared/communication";
import { type Config, dataDir } from "@pushpals/shared/config";
import { inspectRepository, type Mirror, openMirror } from "@pushpals/shared/git";
import type { Log } from "@pushpals/shared/log";
import type { OpenedSandbox } from "@pushpals/shared/sandbox";
import { checkTree } from "./checks/check-tree";
import { activeCheckoutProblem } from "./git/active-checkout";
import { type Refused, refused } from "./git/git-place";
import { signedPlace } from "./git/sign-commit";
import { openWorkTree } from "./git/work-tree";
import { type Gate, type Prepared, prepareIntegration, refreshIntegration } from "./integration/prepare";
import { tellCarried } from "./integration/tell-carried";
import { reconcileIntents } from "./journal/reconcile";
import { type LandingDesk, openRecords } from "./landing-desk";
import { isOutside } from "./settle";

export interface DeskOptions {
  config: Config;
  client: Client;
  voice: Pick<CommunicationManager, "emit">;
  sandbox: OpenedSandbox;
  allowDirty: boolean;
  log: Log;
  draining: AbortSignal;
  /** Something has changed that people watch. */
  onChange?: () => void;
}

/** Where SourceControlManager keeps its things below the data directory. */
export const placesIn = (data: string) => ({
  workTree: join(data, ".worktrees", "source_control_manager"),
  checks: join(data, ".worktrees", "source_control_manager-checks"),
  records: join(data, "source_control_manager"),
  lock: join(data, "source_control_manager", "instance.lock"),
  stopped: join(data, "source_control_manager", "stopped.txt"),
});

export interface OpenedDesk {
  ok: true;
  desk: LandingDesk;
  /** Brings the base branch into the integration branch; not to be run beside a landing. */
  sync(): Promise<Prepared>;
}

/**
 * Everything that landings need, in a known state: mirror, integration branch, work tree. Waits for a remote that is away;
 * any other problem is answered, for a person.
 */
export async function openDesk(options: DeskOptions): Promise<OpenedDesk | Refused> {
  const { config, log } = options;
  const places = placesIn(dataDir(config));
  const opened = await openUsersMirror(config, places.workTree);
  if (!opened.ok) return opened;
  const { mirror } = opened;
  const known = await patiently(options, () => refreshIntegration({ mirror, config, log, signal: options.draining }));
  if (!known.ok) return known;
  const committer = { name: config.workerpals.author_name, email: config.workerpals.author_email };
  const { allowDirty } = options;
  const tree = await openWorkTree({ mirror, dir: places.workTree, sha: known.head, allowDirty, committer, log });
  if (!tree.ok) return tree;
  // Left by a daemon that was killed: throwaway clones hold nothing that is not in the mirror.
  rmSync(places.checks, { recursive: true, force: true });
  const { dir, show, place } = tree.workTree;
  const desk: LandingDesk = {
    config,
    mirror,
    workTree: { dir, show, place: signedPlace(place, config.source_control_manager) },
    sandbox: options.sandbox,
    ...openRecords(places.records, options.onChange),
    onChange: options.onChange,
    checkWorkspaces: places.checks,
    client: options.client,
    voice: options.voice,
    log,
  };
  await reconcileIntents(desk, config.source_control_manager.integration_branch, known.head);
  const sync = syncOf(desk, options.draining);
  const prepared = await patiently(options, sync);
  if (!prepared.ok) return prepared;
  if (prepared.note !== null) log.warn(prepared.note);
  return { ok: true, desk, sync };
}

/**
 * Makes the integration branch ready, with the checks as the gate for what comes from the base branch. A tree that was
 * seen to be red is not checked again.
 */
export function syncOf(desk: LandingDesk, signal: AbortSignal): () => Promise<Prepared> {
  const red = new Map<string, Refused>();
  const gate = async ({ sha, tree }: { sha: string; tree: string }) => {
    const [seenRed, seenGreen] = [red.get(tree), desk.receipts.find(tree, desk.config.source_control_manager.checks)];
    if (seenRed) return seenRed;
    if (seenGreen) return { ok: true as const, receipts: seenGreen };
    const checked = await checkTree(desk, { head: sha, tree }, signal);
    if (!checked.ok && checked.failure.code === "checks_failed") red.set(tree, checked);
    return checked;
  };
  return () => bringBaseIn(desk, gate, signal);
}

async function bringBaseIn(desk: LandingDesk, gate: Gate, signal: AbortSignal): Promise<Prepared> {
  const { mirror, config, log, workTree } = desk;
  const prepared = await prepareIntegration({
    mirror,
    config,
    log,
    place: workTree.place,
    gate,
    carried: desk.carried,
    signal,
  });
  if (prepared.ok) {
    await tellCarried(desk, prepared.head);
    const shown = await workTree.show(prepared.head);
    if (!shown.ok) log.warn({ failure: shown.failure }, "the work tree does not show the integration branch");
  }
  return prepared;
}

async function openUsersMirror(config: Config, workTree: string): Promise<{ ok: true; mirror: Mirror } | Refused> {
  const inspected = await inspectRepository(config.paths.repo_path || process.cwd());
  if (!inspected.ok) return refused("workspace_failed", inspected.message);
  const { repository } = inspected;
  const clash = activeCheckoutProblem(workTree, repository);
  if (clash !== null) return refused("workspace_failed", clash);
  const opened = await openMirror({
    dataDir: dataDir(config),
    repositoryPath: repository.path,
    remoteName: config.source_control_manager.remote,
    ...(config.git.token === "" ? {} : { credentials: { token: config.git.token } }),
  });
  return opened.ok ? opened : refused("workspace_failed", opened.message);
}

/** Tries again while the cause lies outside: a daemon that starts during an outage waits for its end. */
async function patiently<T extends { ok: true }>(
  { log, draining }: DeskOptions,
  attempt: () => Promise<T | Refused>,
): Promise<T | Refused> {
  for (let round = 1; ; round += 1) {
    const result = await attempt();
    if (result.ok || !isOutside(result.failure) || draining.aborted) return result;
    const waitMs = backoffMs(round, { baseMs: 1_000, maxMs: 60_000 });
    log.warn({ failure: result.failure, waitMs }, "cannot start yet");
    await delay(waitMs, draining);
  }
}
