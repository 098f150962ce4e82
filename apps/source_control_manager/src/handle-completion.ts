import type { ClaimedCompletion, Failure } from "@pushpals/protocol";
import { landCompletion } from "./land-completion";
import type { Delivery, LandingDesk, LandingEnd } from "./landing-desk";
import { heldBack, settle } from "./settle";

/** One delivery from claim to settlement. Answers the failure that the loop has to report, if there is one. */
export async function handleCompletion(
  desk: LandingDesk,
  completion: ClaimedCompletion,
  delivery: Delivery,
): Promise<"settled" | Failure> {
  const { completionId, branch, commitSha } = completion;
  const log = desk.log.child({ completionId, branch });
  const startedAt = performance.now();
  const held = await heldBack(desk, completion, delivery);
  if (held !== null) return held;
  const end = await landCompletion({ desk: { ...desk, log }, completion, delivery });
  const ms = Math.round(performance.now() - startedAt);
  log.info({ commitSha, ms, ...outcomeOf(end) }, `completion ${end.at}`);
  const settled = await settle(desk, completion, delivery, end);
  if (end.at === "landed") await showLanded(desk);
  return settled;
}

/** What the log tells of an end; the whole of it is in the events. */
export function outcomeOf(end: LandingEnd) {
  if (end.at === "landed") return { head: end.landing.commitSha, checks: end.landing.checks };
  return end.at === "failed" ? { code: end.failure.code, reason: end.failure.message } : {};
}

/** Off the way of the landing: for people, and so that the next merge finds the attributes of its base. */
export async function showLanded({ mirror, workTree, config, log }: LandingDesk): Promise<void> {
  const head = await mirror.resolve(`refs/heads/${config.source_control_manager.integration_branch}`);
  const shown = head === null ? null : await workTree.show(head);
  if (shown && !shown.ok) log.warn({ failure: shown.failure }, "the work tree does not show what has landed");
}
