import type { ClaimedCompletion } from "@pushpals/protocol";
import type { LandingDesk } from "../landing-desk";
import type { Built, StepEvent } from "../merge/landing-state";
import { believeRed, checkTree, redBase } from "./check-tree";

/**
 * Runs the configured checks on a candidate, or answers with the receipts of an earlier run on the very same tree. A
 * red one is run once more, and is held against the change only when the branch itself passes.
 */
export async function checkCandidate(
  desk: LandingDesk,
  completion: ClaimedCompletion,
  built: Pick<Built, "onto" | "head" | "tree">,
  signal: AbortSignal,
): Promise<StepEvent> {
  const { checks: steps } = desk.config.source_control_manager;
  if (steps.length > 0 && !desk.receipts.find(built.tree, steps)) tellOfChecks(desk, completion, steps);
  const first = await checkTree(desk, built, signal);
  const checked = first.ok ? first : await believeRed(desk, built, first, signal);
  if (checked.ok) return { type: "checked", receipts: checked.receipts, flaky: checked.flaky };
  if (checked.failure.code !== "checks_failed") return { type: "failed", failure: checked.failure };
  const base = await redBase(desk, built.onto, signal);
  if (base === null) desk.metrics.culprit();
  return { type: "failed", failure: base ?? checked.failure };
}

/** Says in the session of a change that the checks have begun. */
export function tellOfChecks(desk: LandingDesk, completion: ClaimedCompletion, steps: readonly string[]): void {
  const { sessionId, jobId, requestId, turnId } = completion;
  const text = `Checks are running on the change as it would land: ${steps.map((step) => `\`${step}\``).join(", ")}`;
  desk.voice.emit(
    sessionId,
    "status",
    { state: "note", text: text.slice(0, 8_000), jobId, ...(requestId ? { requestId } : {}) },
    { correlationId: requestId ?? jobId, ...(turnId ? { turnId } : {}) },
  );
}
