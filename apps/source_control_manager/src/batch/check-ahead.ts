import { runOnce } from "../checks/check-tree";
import { branchRef } from "../git/publish";
import { importByName } from "../land-completion";
import type { LandingDesk } from "../landing-desk";
import type { Built } from "../merge/landing-state";
import { buildChain } from "./build-chain";
import { Member } from "./member";

/**
 * Builds the next batches on the head of the one that is being checked, and begins their checks: when that one lands, the
 * runs on these very trees are done already or under way. Nothing is said to or of the changes; a batch
 * that comes out otherwise is checked anew. Answers the batches that were begun, in their order.
 */
export async function checkAhead(
  desk: LandingDesk,
  tip: Built,
  waiting: readonly Member[],
  take: (from: Member[]) => Member[],
  depth: number,
): Promise<Member[][]> {
  const { integration_branch: branch, checks } = desk.config.source_control_manager;
  const head = await desk.mirror.resolve(branchRef(branch));
  const begun: Member[][] = [];
  if (head === null || checks.length === 0) return begun;
  let left = [...waiting];
  let below: Pick<Built, "head" | "tree"> = tip;
  while (desk.ahead.size < depth && left.length > 0) {
    const group = take(left);
    left = left.filter((member) => !group.includes(member));
    const { links } = await buildChain(desk, await importedCopies(desk, group), head, below);
    const last = links.at(-1)?.built;
    if (!last || links.length < group.length) break;
    if (desk.receipts.find(last.tree, checks) === null)
      desk.ahead.begin(last.tree, (signal) => runOnce(desk, last, signal));
    below = last;
    begun.push(group);
  }
  return begun;
}

/** Members of their own, so that the true ones stay where they are. */
async function importedCopies(desk: LandingDesk, members: readonly Member[]): Promise<Member[]> {
  const copies: Member[] = [];
  for (const { completion, delivery } of members) {
    const copy = new Member(completion, delivery);
    const event = await importByName(desk, completion, delivery);
    if (event.type !== "imported") break;
    copy.step(event);
    copies.push(copy);
  }
  return copies;
}
