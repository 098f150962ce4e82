import { tellOfChecks } from "../checks/check-candidate";
import { believeRed, redBase } from "../checks/check-tree";
import type { Checked } from "../checks/checked";
import { showLanded } from "../handle-completion";
import { refreshIntegration } from "../integration/prepare";
import { reconcileIntents } from "../journal/reconcile";
import { stopped } from "../land-completion";
import type { LandingDesk } from "../landing-desk";
import type { Built } from "../merge/landing-state";
import { buildChain, type Chain, type Link } from "./build-chain";
import { ChainRuns } from "./chain-runs";
import { findCulprit } from "./find-culprit";
import { importMembers, landAlone } from "./import-members";
import { failAll, type Member } from "./member";
import { pushChain } from "./push-chain";

export interface BatchHooks {
  /** The checks of the whole batch begin; what comes next may be built on its head. */
  checking?(tip: Built): void;
  /** Takes up to so many more of those that wait, for a run that has to be made anyway. */
  more?(room: number): Member[];
}

/** A change that turned the checks red, on what has landed by now. */
interface Suspect {
  link: Link;
  red: Checked & { ok: false };
  /** Red runs with it in them, on different trees. */
  reds: number;
}

/** What is still to be landed of a batch. */
interface Left {
  todo: Member[];
  suspect: Suspect | null;
}

/**
 * Lands changes together: built on each other, checked once, pushed once. When they are red the first culprit is found,
 * what is before it lands, and what is after it goes on without it, together with as many of those that wait: so that
 * run is theirs, too. A culprit is rejected on two red runs: on different trees when all the others are green together,
 * else on its own tree run once more. Every member is settled when this returns; throws on bugs, and when the tree to
 * land is not the tree tested.
 */
export async function landBatch(desk: LandingDesk, members: readonly Member[], hooks: BatchHooks = {}): Promise<void> {
  desk.metrics.batch();
  const { batch_size: size } = desk.config.source_control_manager;
  const alone: Member[] = [];
  let left: Left | null = { todo: await begin(desk, members, alone), suspect: null };
  while (left && (left.todo.length > 0 || left.suspect)) {
    left = await round(desk, left, hooks);
    const room = left?.suspect ? size - left.todo.length : 0;
    const joining = room > 0 ? (hooks.more?.(room) ?? []) : [];
    if (left && joining.length > 0) left.todo.push(...(await begin(desk, joining, alone)));
  }
  for (const member of alone) await landAlone(desk, member);
}

/** Imports changes for a batch; those that have to be landed by themselves afterwards are put to `alone`. */
async function begin(desk: LandingDesk, members: readonly Member[], alone: Member[]): Promise<Member[]> {
  const imported = await importMembers(desk, members);
  alone.push(...imported.alone);
  const { checks } = desk.config.source_control_manager;
  if (checks.length > 0) for (const { completion } of imported.ready) tellOfChecks(desk, completion, checks);
  return imported.ready;
}

/** One chain: built, judged, landed as far as it is green. Null when nothing is left, or all was given up. */
async function round(desk: LandingDesk, before: Left, hooks: BatchHooks): Promise<Left | null> {
  const left = await withoutStopped(desk, before);
  const all = membersOf(left);
  if (all.length === 0) return null;
  const signal = AbortSignal.any(all.map((member) => member.delivery.signal));
  const fresh = await refreshIntegration({ ...desk, signal });
  if (!fresh.ok) return signal.aborted ? left : await giveUp(desk, left, fresh.failure);
  await reconcileIntents(desk, desk.config.source_control_manager.integration_branch, fresh.head);
  if (left.suspect && left.suspect.link.built.onto !== fresh.head) return { todo: regrouped(all), suspect: null };
  await desk.onStep?.("before build");
  const chain = await buildChain(desk, left.todo, fresh.head);
  await desk.onStep?.("after build");
  for (const member of chain.over) await member.settle(desk);
  for (const member of chain.rest) member.progress(desk, "waiting");
  const tip = chain.links.at(-1)?.built;
  if (tip) return await judge(desk, { ...left, todo: todoOf(chain) }, chain, signal, () => hooks.checking?.(tip));
  if (left.suspect) return await decide(desk, { ...left, todo: chain.rest }, signal);
  return { todo: chain.rest, suspect: null };
}

async function judge(
  desk: LandingDesk,
  left: Left,
  chain: Chain,
  signal: AbortSignal,
  begun: () => void,
): Promise<Left | null> {
  const { links } = chain;
  const runs = new ChainRuns(desk, links, signal);
  for (const { member } of links) member.progress(desk, "checking");
  begun();
  const whole = await runs.probe(links.length);
  if (whole === "stopped") return await interrupted(desk, left, runs, signal);
  if (whole === "red") await desk.ahead.drop();
  if (left.suspect && whole === "green" && left.suspect.reds > 1) await reject(desk, left.suspect);
  else if (left.suspect) {
    const decided = await decide(desk, left, signal);
    // Landed after all, or nothing can be judged: what was built without it is void.
    if (decided === null || decided.suspect || !left.suspect.link.member.isOver) return decided;
    if (left.suspect.link.member.state.at === "landed") return decided;
  }
  if (whole === "green") return await land(desk, links, runs, { todo: chain.rest, suspect: null });
  const found = await findCulprit({ size: links.length, red: true, probe: runs.probe, hint: runs.hint });
  if (found.stopped) return await interrupted(desk, { ...left, suspect: null }, runs, signal);
  const culprit = links[(found.culprit ?? 0) - 1];
  if (!culprit) throw new Error("a red chain has a first red change");
  if (found.green === 0) {
    const base = await redBase(desk, culprit.built.onto, signal);
    if (base) return signal.aborted ? { ...left, suspect: null } : await giveUp(desk, { ...left, suspect: null }, base);
  }
  const suspect: Suspect = { link: culprit, red: runs.red(found.culprit ?? 0), reds: found.reds };
  const after = links.slice(found.culprit ?? 0).map((link) => link.member);
  const next: Left = { todo: [...after, ...chain.rest], suspect };
  return found.green === 0 ? next : await land(desk, links.slice(0, found.green), runs, next);
}

/** Pushes what is green, and settles it. `next` is what is left once that has landed. */
async function land(desk: LandingDesk, links: readonly Link[], runs: ChainRuns, next: Left): Promise<Left | null> {
  const pushed = await pushChain(desk, links, runs.receipts(links.length));
  return await settlePushed(desk, links, pushed, next);
}

async function settlePushed(
  desk: LandingDesk,
  links: readonly Link[],
  pushed: Awaited<ReturnType<typeof pushChain>>,
  next: Left,
): Promise<Left | null> {
  const members = links.map((link) => link.member);
  if (pushed.is === "landed") {
    for (const member of members) await member.settle(desk);
    await showLanded(desk);
    return next;
  }
  if (pushed.is === "moved") {
    // Those that were moved from under too often have ended by it.
    for (const member of members) if (member.isOver) await member.settle(desk);
    const open = members.filter((member) => !member.isOver);
    return { todo: regrouped([...open, ...membersOf(next)]), suspect: null };
  }
  if (pushed.failure.code === "publish_failed" && members.length > 1) {
    // Perhaps the remote objects to one of them: each is sent by itself.
    for (const member of members) await landAlone(desk, member);
    return { todo: regrouped(membersOf(next)), suspect: null };
  }
  return await giveUp(desk, { todo: [...members, ...membersOf(next)], suspect: null }, pushed.failure);
}

/** Runs a suspect's own tree once more: red again, it is rejected; green, the check is flaky and it lands. */
async function decide(desk: LandingDesk, left: Left, signal: AbortSignal): Promise<Left | null> {
  const { suspect, todo } = left;
  if (!suspect) return left;
  const { link } = suspect;
  const checked = await believeRed(desk, link.built, suspect.red, signal);
  if (checked.ok) {
    const pushed = await pushChain(desk, [link], checked.receipts, checked.flaky);
    return await settlePushed(desk, [link], pushed, { todo: regrouped(todo), suspect: null });
  }
  if (checked.failure.code !== "checks_failed")
    return signal.aborted ? left : await giveUp(desk, left, checked.failure);
  await reject(desk, suspect);
  return { todo, suspect: null };
}

async function reject(desk: LandingDesk, { link, red }: Suspect): Promise<void> {
  desk.metrics.culprit();
  link.member.step({ type: "failed", failure: red.failure });
  await link.member.settle(desk);
}

async function interrupted(desk: LandingDesk, left: Left, runs: ChainRuns, signal: AbortSignal): Promise<Left | null> {
  if (signal.aborted) return { todo: regrouped(membersOf(left)), suspect: null };
  return await giveUp(desk, left, runs.trouble ?? stopped());
}

/** A cause that lies outside of the changes: all of them end this delivery by it. */
async function giveUp(desk: LandingDesk, left: Left, failure: Parameters<typeof failAll>[2]): Promise<null> {
  await failAll(desk, membersOf(left), failure);
  return null;
}

async function withoutStopped(desk: LandingDesk, left: Left): Promise<Left> {
  const gone = membersOf(left).filter((member) => member.delivery.signal.aborted);
  await failAll(desk, gone, stopped());
  const suspect = left.suspect && !gone.includes(left.suspect.link.member) ? left.suspect : null;
  return { todo: left.todo.filter((member) => !gone.includes(member)), suspect };
}

const todoOf = (chain: Chain): Member[] => [...chain.links.map((link) => link.member), ...chain.rest];
const membersOf = ({ suspect, todo }: Left): Member[] => (suspect ? [suspect.link.member, ...todo] : todo);

function regrouped(members: readonly Member[]): Member[] {
  for (const member of members) member.regroup();
  return [...members];
}
