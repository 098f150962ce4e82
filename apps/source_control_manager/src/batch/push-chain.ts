import type { Failure, Landing, Receipt } from "@pushpals/protocol";
import type { LandingDesk } from "../landing-desk";
import type { Built } from "../merge/landing-state";
import { landingOf, proveSent, sendTested } from "../send-tested";
import type { Link } from "./build-chain";

export type Pushed = { is: "landed" } | { is: "moved" } | { is: "failed"; failure: Failure };

/**
 * Lands a chain by one push of its last head, whose tree is the one that was tested, and steps its members on. They still
 * are to be settled.
 */
export async function pushChain(
  desk: LandingDesk,
  links: readonly Link[],
  receipts: Receipt[],
  flaky: Receipt[] = [],
): Promise<Pushed> {
  const [first, last] = [links[0], links.at(-1)];
  if (!first || !last) throw new Error("there is nothing to push");
  const tip: Built = { ...last.built, onto: first.built.onto };
  const sendings = links.map(({ member, built }, index) => ({
    member,
    completion: member.completion,
    landing: landingInChain(desk, links, index, landingOf(desk, built, receipts, flaky)),
  }));
  for (const { member } of sendings) member.progress(desk, "pushing");
  const sent = await sendTested(desk, tip, receipts, sendings);
  const proof = await proveSent(desk, tip, sent);
  for (const [index, { member, landing }] of sendings.entries()) {
    const { built } = links[index] as Link;
    member.step({ type: "applied", built }, { type: "checked", receipts, flaky }, { type: "approved" });
    member.step({ type: "sent", ...sent });
    if (proof.type === "arrived") member.step({ type: "proven", landing });
    else if (proof.type === "moved") member.step({ type: "moved" });
  }
  if (proof.type === "failed") return { is: "failed", failure: proof.failure };
  return { is: proof.type === "arrived" ? "landed" : "moved" };
}

function landingInChain(desk: LandingDesk, links: readonly Link[], index: number, alone: Landing): Landing {
  const tip = links.at(-1);
  if (!tip || links.length === 1) return alone;
  desk.log.debug({ head: alone.commitSha, position: index + 1 }, "landing in a batch");
  const batch = { size: links.length, position: index + 1, headSha: tip.built.head, treeSha: tip.built.tree };
  return { ...alone, batch };
}
