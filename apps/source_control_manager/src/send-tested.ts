import type { ClaimedCompletion, Landing, Receipt } from "@pushpals/protocol";
import type { PushResult } from "@pushpals/shared/git";
import { branchRef, proveLanding } from "./git/publish";
import { moveMirror } from "./integration/move-mirror";
import type { Intent } from "./journal/intent-store";
import type { LandingDesk } from "./landing-desk";
import { assertTested } from "./merge/assert-tested";
import type { Built, StepEvent } from "./merge/landing-state";

/** What a push would land for one completion. */
export interface Sending {
  completion: Pick<ClaimedCompletion, "completionId">;
  landing: Landing;
}

/**
 * Pushes a candidate whose tree was tested, after the intent to do so is on the disk. Throws when the tree is
 * not the one tested.
 */
export async function sendTested(
  desk: LandingDesk,
  built: Built,
  receipts: readonly Receipt[],
  sendings: readonly Sending[],
): Promise<{ pushed: PushResult; intent: Intent }> {
  const { mirror, config } = desk;
  const { integration_branch: branch, checks } = config.source_control_manager;
  assertTested({ built, tree: await mirror.treeOf(built.head), receipts, checks });
  const { onto, head, tree } = built;
  const members = sendings.map(({ completion, landing }) => ({ completionId: completion.completionId, landing }));
  const intent = desk.intents.record({ branch, onto, head, tree, members });
  await desk.onStep?.("intended");
  // Not given the signal: a push that was begun is seen to its end, so that its outcome is known.
  const pushed = await mirror.push({ sha: head, ref: branchRef(branch), expectedOld: onto });
  return { pushed, intent };
}

/** What became of a push, by what the remote has; closes its intent unless that stays unknown. */
export async function proveSent(
  desk: LandingDesk,
  built: Built,
  { pushed, intent }: { pushed: PushResult; intent: Intent },
): Promise<{ type: "arrived" } | Extract<StepEvent, { type: "moved" | "failed" }>> {
  const { mirror, config } = desk;
  const branch = config.source_control_manager.integration_branch;
  const proof = await proveLanding(mirror, branch, built, pushed);
  if (!proof.ok) {
    if (proof.failure.code === "publish_failed") desk.intents.close(intent, "not_landed");
    return { type: "failed", failure: proof.failure };
  }
  desk.intents.close(intent, proof.there ? "landed" : "not_landed");
  if (!proof.there) return { type: "moved" };
  await desk.onStep?.("proven");
  // A landing that the mirror does not know is settled by the next delivery: jobs are to start from it.
  const followed = await moveMirror(mirror, branch, proof.head);
  return followed.ok ? { type: "arrived" } : { type: "failed", failure: followed.failure };
}

/** A completion's landing by itself. */
export function landingOf(
  { mirror, config }: LandingDesk,
  built: Built,
  receipts: Receipt[],
  flaky: Receipt[] = [],
): Landing {
  const { integration_branch: branch, strategy, checks } = config.source_control_manager;
  return {
    branch,
    commitSha: built.head,
    treeSha: built.tree,
    baseSha: built.onto,
    commits: built.commits,
    strategy,
    remote: mirror.remote?.name ?? null,
    alreadyLanded: false,
    checks: checks.length > 0 ? "passed" : "ungated",
    receipts,
    ...(flaky.length > 0 ? { flaky } : {}),
  };
}
