import { applyOn } from "../apply-change";
import type { LandingDesk } from "../landing-desk";
import type { Built } from "../merge/landing-state";
import type { Member } from "./member";

/** One change of a batch, built on those before it. */
export interface Link {
  member: Member;
  built: Built;
}

export interface Chain {
  links: Link[];
  /** Landed before, or cannot land whatever the others do: they have ended. */
  over: Member[];
  /** From the first one on that does not fit on those before it: to be tried once these have landed or gone. */
  rest: Member[];
}

/**
 * Builds changes on each other in their order, the first on the head of the branch. Object store only; `onto` is for
 * building ahead, on a candidate that has not landed yet.
 */
export async function buildChain(
  desk: LandingDesk,
  members: readonly Member[],
  head: string,
  onto?: Pick<Built, "head" | "tree">,
): Promise<Chain> {
  const chain: Chain = { links: [], over: [], rest: [] };
  let below = onto;
  for (const [index, member] of members.entries()) {
    const { completion, change } = member;
    const event = await applyOn({ desk, completion, change }, head, below && { sha: below.head, tree: below.tree });
    if (event.type === "not_yet") return { ...chain, rest: members.slice(index) };
    if (event.type === "applied") {
      chain.links.push({ member, built: event.built });
      below = event.built;
      continue;
    }
    // Ahead of its turn nothing is said of a change for good.
    if (onto) return { ...chain, rest: members.slice(index) };
    member.step(event);
    chain.over.push(member);
  }
  return chain;
}
