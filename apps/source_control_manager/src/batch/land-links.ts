import { showLanded } from "../handle-completion";
import type { LandingDesk } from "../landing-desk";
import type { Link } from "./build-chain";
import type { ChainRuns } from "./chain-runs";
import { landAlone } from "./import-members";
import { giveUp, type Left, membersOf, regrouped } from "./left";
import { pushChain } from "./push-chain";

/** Pushes what is green, and settles it. `next` is what is left once that has landed. */
export async function landLinks(
  desk: LandingDesk,
  links: readonly Link[],
  runs: ChainRuns,
  next: Left,
): Promise<Left | null> {
  const pushed = await pushChain(desk, links, runs.receipts(links.length));
  return await settlePushed(desk, links, pushed, next);
}

export async function settlePushed(
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
