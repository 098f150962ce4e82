import { mayLandUnasked } from "../approval/decide";
import { handleCompletion } from "../handle-completion";
import { importByName } from "../land-completion";
import type { LandingDesk } from "../landing-desk";
import { heldBack } from "../settle";
import type { Member } from "./member";

/**
 * Imports the changes of a batch. Those that end by it are settled. Those that a person has to decide on go
 * one by one, after the batch: a change must not be taken out of a tree that was tested.
 */
export async function importMembers(
  desk: LandingDesk,
  members: readonly Member[],
): Promise<{ ready: Member[]; alone: Member[] }> {
  const [ready, alone]: [Member[], Member[]] = [[], []];
  for (const member of members) {
    const { completion, delivery } = member;
    const held = await heldBack(desk, completion, delivery);
    if (held !== null) {
      await member.handOver(async () => held);
      continue;
    }
    member.progress(desk, "importing");
    member.step(await importByName(desk, completion, delivery));
    if (member.isOver) await member.settle(desk);
    else if (await mayLandUnasked(desk, completion, member.change)) ready.push(member);
    else alone.push(member);
  }
  return { ready, alone };
}

/** Lands a member outside of a batch. */
export const landAlone = (desk: LandingDesk, member: Member): Promise<void> =>
  member.handOver(() => handleCompletion(desk, member.completion, member.delivery));
