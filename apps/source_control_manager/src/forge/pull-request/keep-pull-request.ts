import type { PullRequestState } from "@pushpals/protocol";
import { backoffMs, delay } from "@pushpals/sdk";
import type { Log } from "@pushpals/shared/log";
import type { Trouble } from "../github/trouble";
import { makeBell } from "./bell";
import { readHeads } from "./contents";
import type { Pass } from "./reconcile";
import { type KeeperOptions, type PassSetup, setUpPass } from "./set-up-pass";
import { tellOpen, tellProblem } from "./tell-people";

/** How soon, how often. */
export interface Pace {
  /** Landings that come closer than this to each other are one update … */
  quietMs: number;
  /** … but none waits longer than this for its update. */
  mostQuietMs: number;
  /** How often the branches are looked at, for what others pushed. */
  lookMs: number;
  /** How often the forge is asked without a reason of our own, and whether a person has solved a problem. */
  recheckMs: number;
  backoff: { baseMs: number; maxMs: number };
}

const PACE: Pace = {
  quietMs: 2_000,
  mostQuietMs: 15_000,
  lookMs: 60_000,
  recheckMs: 600_000,
  backoff: { baseMs: 2_000, maxMs: 300_000 },
};

/** Keeps one pull request as it ought to be, beside the landings: none waits for it, none fails by it. */
export interface PullRequestKeeper {
  /** Something may have landed. Returns at once. */
  touch(): void;
  state(): PullRequestState;
  /** Resolves once `draining` has aborted and what is in hand has ended. */
  done: Promise<void>;
}

export function keepPullRequest(options: KeeperOptions & { pace?: Partial<Pace> | undefined }): PullRequestKeeper {
  const setup = setUpPass(options);
  let state = setup.state;
  const bell = makeBell();
  const loop: Loop = {
    ...options,
    setup,
    bell,
    pace: { ...PACE, ...options.pace },
    report: (now) => {
      state = now;
    },
  };
  return { touch: bell.ring, state: () => state, done: setup.state.state === "off" ? Promise.resolve() : run(loop) };
}

interface Loop extends KeeperOptions {
  setup: PassSetup;
  bell: ReturnType<typeof makeBell>;
  pace: Pace;
  report(state: PullRequestState): void;
}

async function run(loop: Loop): Promise<void> {
  const { draining, setup, bell, pace } = loop;
  for (let failures = 0; !draining.aborted; ) {
    bell.hush();
    const heads = await headsOf(loop);
    const pass = await onePass(loop);
    if (draining.aborted) return;
    loop.report(stateOf(pass, setup.compare));
    await tell(loop, pass);
    const trouble = troubleIn(pass);
    failures = trouble?.kind === "passing" ? failures + 1 : 0;
    if (trouble?.kind === "passing") await delay(backoffMs(failures, pace.backoff), draining);
    else if (trouble?.kind === "wait") await delay(trouble.waitMs, draining);
    else await untilDue(loop, heads);
  }
}

/** One pass; a bug in it must not end the landings, so it is logged and tried again later. */
async function onePass({ setup, log, draining }: Loop): Promise<Pass> {
  try {
    const pass = await setup.pass(draining);
    logPass(log, pass);
    return pass;
  } catch (error) {
    log.error({ err: error }, "the pull request could not be kept up to date");
    const message = error instanceof Error ? error.message : String(error);
    return { at: "trouble", trouble: { kind: "passing", message } };
  }
}

/** Waits for a landing, a push of others, or the time to look again; then until it is quiet. */
async function untilDue(loop: Loop, before: string): Promise<void> {
  const { bell, pace, draining } = loop;
  const recheckAt = performance.now() + pace.recheckMs;
  for (;;) {
    if (await bell.wait(Math.min(pace.lookMs, pace.recheckMs), draining)) break;
    if (draining.aborted || performance.now() >= recheckAt || (await headsOf(loop)) !== before) return;
  }
  const latest = performance.now() + pace.mostQuietMs;
  for (let rung = true; rung && !draining.aborted && performance.now() < latest; ) {
    bell.hush();
    rung = await bell.wait(Math.min(pace.quietMs, latest - performance.now()), draining);
  }
}

async function headsOf({ mirror, config }: Loop): Promise<string> {
  const { integration_branch: integration, base_branch: base } = config.source_control_manager;
  return JSON.stringify(await readHeads(mirror, { integration, base }));
}

async function tell(loop: Loop, pass: Pass): Promise<void> {
  const { voice, setup, draining } = loop;
  const { memory } = setup;
  if (pass.at === "open") await tellOpen(pass, { voice, memory }, draining);
  const trouble = troubleIn(pass);
  if (trouble?.kind === "person" || trouble?.kind === "refused") {
    const sessionId = await setup.sessionOfNewest();
    await tellProblem(problemText(trouble, setup.compare), { voice, memory, sessionId }, draining);
  } else if (pass.at !== "trouble" && memory.read().problem !== null) memory.write({ ...memory.read(), problem: null });
}

function problemText(trouble: Trouble, compare: string | null): string {
  const page = compare === null ? "" : ` To open it by hand: ${compare}`;
  return `The pull request is not kept up to date. ${trouble.message} ${nextOf(trouble) ?? ""}${page}`;
}

const nextOf = (trouble: Trouble): string | null => (trouble.kind === "person" ? trouble.next : null);

const troubleIn = (pass: Pass): Trouble | null =>
  pass.at === "trouble" ? pass.trouble : pass.at === "open" ? pass.left : null;

function stateOf(pass: Pass, compare: string | null): PullRequestState {
  const url = pass.at === "open" || pass.at === "declined" ? pass.pull.html_url : pass.at === "none" ? null : compare;
  const trouble = troubleIn(pass);
  if (trouble) {
    const waits = trouble.kind === "wait" || trouble.kind === "passing";
    return { state: waits ? "waiting" : "problem", url, message: trouble.message, next: nextOf(trouble) };
  }
  const message =
    pass.at === "declined" ? "It was closed by a person; another one is opened once more has landed." : null;
  return { state: pass.at === "trouble" ? "waiting" : pass.at, url, message, next: null };
}

function logPass(log: Log, pass: Pass): void {
  const trouble = troubleIn(pass);
  if (trouble) log.warn({ trouble }, "pull request: not up to date");
  if (pass.at === "open") log.info({ url: pass.pull.html_url, changes: pass.entries.length }, "pull request");
}
