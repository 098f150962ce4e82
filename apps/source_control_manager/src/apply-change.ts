import type { ClaimedCompletion, FailureCode, Landing } from "@pushpals/protocol";
import { buildCandidate } from "./git/build-candidate";
import { type EarlierLanding, findLanded, isContained } from "./git/find-landed";
import { branchRef } from "./git/publish";
import { refreshIntegration } from "./integration/prepare";
import { reconcileIntents } from "./journal/reconcile";
import type { Delivery, LandingDesk } from "./landing-desk";
import type { Change, StepEvent } from "./merge/landing-state";

interface ApplyOptions {
  desk: LandingDesk;
  completion: ClaimedCompletion;
  change: Change;
  delivery: Delivery;
  rebuilds: number;
}

/**
 * Builds the candidate on the integration branch, unless the change is there already.
 * In the plain case the head that the mirror knows is taken on trust: the push is leased, so a stale one costs a rebuild
 * and nothing else. The remote is asked first where a stale head would be dear (checks to run, a second delivery,
 * a rebuild, an outage before), and before anything is said that no push would contradict: "already there", or a conflict.
 */
export async function applyChange(options: ApplyOptions): Promise<StepEvent> {
  const { desk, delivery, rebuilds } = options;
  const { integration_branch, checks } = desk.config.source_control_manager;
  const known = await desk.mirror.resolve(branchRef(integration_branch));
  const trusted = rebuilds === 0 && delivery.attempt === 1 && desk.outage.inARow === 0 && checks.length === 0;
  if (known !== null && trusted) {
    const event = await applyToHead(options, known);
    if (event.type === "applied") return event;
  }
  const fresh = await refreshIntegration({ ...desk, signal: delivery.signal });
  if (!fresh.ok) return { type: "failed", failure: fresh.failure };
  await reconcileIntents(desk, integration_branch, fresh.head);
  return await applyToHead(options, fresh.head);
}

async function applyToHead(options: ApplyOptions, head: string): Promise<StepEvent> {
  const event = await applyOn(options, head);
  if (event.type === "not_yet") throw new Error("nothing lies between a change and the head of the branch");
  return event;
}

/** `not_yet`: cannot be said before the candidates below have landed. */
export type Applied = StepEvent | { type: "not_yet" };

/**
 * Builds the candidate on the head of the branch, or on `onto`, a candidate above it that has not landed yet. That
 * a change conflicts with such a one, or has nothing to add to it, is nothing to judge it by.
 */
export async function applyOn(
  { desk, completion, change }: Pick<ApplyOptions, "desk" | "completion" | "change">,
  head: string,
  onto?: { sha: string; tree: string },
): Promise<Applied> {
  const { config, mirror, workTree, log } = desk;
  const committer = { name: config.workerpals.author_name, email: config.workerpals.author_email };
  const shown = await workTree.show(head);
  if (!shown.ok) log.warn({ failure: shown.failure }, "the work tree does not show the integration branch");
  const { place } = workTree;
  // On the base itself nothing can have landed: two searches less in the plain case.
  const contained =
    head === change.base
      ? { ok: true as const, contained: change.commits.length === 0 }
      : await isContained(place, change.sha, head);
  if (!contained.ok) return { type: "failed", failure: contained.failure };
  for (const recorded of desk.intents.landings(completion.completionId)) {
    const still = await isContained(place, recorded.commitSha, head);
    if (still.ok && still.contained) return { type: "already_there", landing: { ...recorded, alreadyLanded: true } };
  }
  const earlier = await findLanded(place, change, head, completion.completionId, committer);
  if (!earlier.ok) return { type: "failed", failure: earlier.failure };
  if (earlier.landed) return { type: "already_there", landing: alreadyThere(desk, earlier.landed) };
  const landed = { sha: head, tree: await mirror.treeOf(head) };
  const there = () => alreadyThere(desk, { head, tree: landed.tree, onto: head, commits: [] });
  if (contained.contained) return { type: "already_there", landing: there() };
  const signOff = config.source_control_manager.sign_off;
  const options = { place, change, onto: onto ?? landed, completion, committer, signOff, nowMs: Date.now() };
  const result = await buildCandidate(config.source_control_manager.strategy, options);
  if (result.ok && "built" in result) return { type: "applied", built: result.built };
  if (onto && (result.ok || DEPENDS_ON_OTHERS.has(result.failure.code))) return { type: "not_yet" };
  return result.ok ? { type: "already_there", landing: there() } : { type: "failed", failure: result.failure };
}

const DEPENDS_ON_OTHERS: ReadonlySet<FailureCode> = new Set(["merge_conflict", "not_fast_forward"]);

/** Receipts are those of an earlier run on that very tree; without them it is not called passed. */
function alreadyThere({ mirror, config, receipts }: LandingDesk, landed: EarlierLanding): Landing {
  const { integration_branch: branch, strategy, checks } = config.source_control_manager;
  const known = checks.length > 0 ? receipts.find(landed.tree, checks) : null;
  return {
    branch,
    commitSha: landed.head,
    treeSha: landed.tree,
    baseSha: landed.onto,
    commits: landed.commits,
    strategy,
    remote: mirror.remote?.name ?? null,
    alreadyLanded: true,
    checks: known ? "passed" : "ungated",
    receipts: known ?? [],
  };
}
