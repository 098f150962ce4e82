import { tellOfChecks } from "../checks/check-candidate";
import { refreshIntegration } from "../integration/prepare";
import { reconcileIntents } from "../journal/reconcile";
import type { LandingDesk } from "../landing-desk";
import type { Built } from "../merge/landing-state";
import { buildChain, type Chain } from "./build-chain";
import { importMembers, landAlone } from "./import-members";
import { decide, judgeChain } from "./judge-chain";
import { giveUp, type Left, membersOf, regrouped, withoutStopped } from "./left";
import type { Member } from "./member";

export interface BatchHooks {
  /** The checks of the whole batch begin; what comes next may be built on its head. */
  checking?(tip: Built): void;
  /** Takes up to so many more of those that wait, for a run that has to be made anyway. */
  more?(room: number): Member[];
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
  if (tip) return await judgeChain(desk, { ...left, todo: todoOf(chain) }, chain, signal, () => hooks.checking?.(tip));
  if (left.suspect) return await decide(desk, { ...left, todo: chain.rest }, signal);
  return { todo: chain.rest, suspect: null };
}

const todoOf = (chain: Chain): Member[] => [...chain.links.map((link) => link.member), ...chain.rest];
