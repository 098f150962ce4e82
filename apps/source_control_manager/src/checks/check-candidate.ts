import type { ClaimedCompletion } from "@pushpals/protocol";
import type { LandingDesk } from "../landing-desk";
import type { Built, StepEvent } from "../merge/landing-state";
import { runChecks } from "./run-checks";

/** Runs the configured checks on a candidate, or answers with the receipts of an earlier run on the very same tree. */
export async function checkCandidate(
  desk: LandingDesk,
  completion: ClaimedCompletion,
  built: Pick<Built, "head" | "tree">,
  signal: AbortSignal,
): Promise<StepEvent> {
  const { checks: steps } = desk.config.source_control_manager;
  if (steps.length === 0) return { type: "checked", receipts: [] };
  const known = desk.receipts.find(built.tree, steps);
  if (known) return { type: "checked", receipts: known };
  tellOfChecks(desk, completion, steps);
  const checked = await checkTree(desk, built, signal);
  return checked.ok ? { type: "checked", receipts: checked.receipts } : { type: "failed", failure: checked.failure };
}

/** The checks alone, for whatever would become the head of the integration branch. Receipts of a pass are kept. */
export async function checkTree(desk: LandingDesk, built: Pick<Built, "head" | "tree">, signal: AbortSignal) {
  const { checks: steps, check_timeout_ms: timeoutMs } = desk.config.source_control_manager;
  const checked = await runChecks({
    mirror: desk.mirror,
    sandbox: desk.sandbox,
    workspaces: desk.checkWorkspaces,
    steps,
    timeoutMs,
    sha: built.head,
    tree: built.tree,
    signal,
  });
  if (checked.ok && steps.length > 0) desk.receipts.keep(built.tree, steps, checked.receipts);
  return checked;
}

function tellOfChecks(desk: LandingDesk, completion: ClaimedCompletion, steps: readonly string[]): void {
  const { sessionId, jobId, requestId, turnId } = completion;
  const text = `Checks are running on the change as it would land: ${steps.map((step) => `\`${step}\``).join(", ")}`;
  desk.voice.emit(
    sessionId,
    "status",
    { state: "note", text: text.slice(0, 8_000), jobId, ...(requestId ? { requestId } : {}) },
    { correlationId: requestId ?? jobId, ...(turnId ? { turnId } : {}) },
  );
}
