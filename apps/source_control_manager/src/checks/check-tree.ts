import type { Failure } from "@pushpals/protocol";
import { refused } from "../git/git-place";
import type { LandingDesk } from "../landing-desk";
import type { Built } from "../merge/landing-state";
import type { Checked } from "./checked";
import { runChecks } from "./run-checks";

/** A pass of the branch itself that is older says little of the machine as it is now. */
const BASE_TRUSTED_MS = 600_000;

type Candidate = Pick<Built, "head" | "tree">;

/**
 * The checks on whatever would become the head of the integration branch, or the receipts of a run that passed on the
 * very same tree before. A run ahead of its turn on the same tree counts as this one.
 */
export async function checkTree(
  desk: LandingDesk,
  built: Candidate,
  signal: AbortSignal,
  withinMs?: number,
): Promise<Checked> {
  const { checks: steps } = desk.config.source_control_manager;
  if (steps.length === 0) return { ok: true, receipts: [], flaky: [] };
  const known = desk.receipts.find(built.tree, steps, withinMs);
  if (known) return { ok: true, receipts: known, flaky: [] };
  const ahead = await desk.ahead.take(built.tree, signal);
  return ahead ?? (await runOnce(desk, built, signal));
}

/** One run of the checks, whatever is known of the tree. Receipts of a pass are kept. */
export async function runOnce(desk: LandingDesk, built: Candidate, signal: AbortSignal): Promise<Checked> {
  const { checks: steps, check_timeout_ms: timeoutMs } = desk.config.source_control_manager;
  desk.metrics.checkRun();
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
  if (!checked.ok) return checked;
  desk.receipts.keep(built.tree, steps, checked.receipts);
  return { ...checked, flaky: [] };
}

/** A red run is run once more on the same tree before it is believed; one that does not hold is noted as flaky. */
export async function believeRed(
  desk: LandingDesk,
  built: Candidate,
  first: Checked & { ok: false },
  signal: AbortSignal,
): Promise<Checked> {
  if (first.failure.code !== "checks_failed") return first;
  const second = await runOnce(desk, built, signal);
  if (!second.ok) return second.failure.code === "checks_failed" ? first : second;
  desk.metrics.flake();
  desk.log.warn({ tree: built.tree, red: first.red }, "a red check did not hold: it is flaky");
  return { ...second, flaky: first.red ? [first.red] : [] };
}

/**
 * Why no change can be judged: the integration branch itself fails the checks. Null when it passes, so that a red
 * candidate is to blame.
 */
export async function redBase(desk: LandingDesk, onto: string, signal: AbortSignal): Promise<Failure | null> {
  const checked = await checkTree(desk, { head: onto, tree: await desk.mirror.treeOf(onto) }, signal, BASE_TRUSTED_MS);
  if (checked.ok) return null;
  if (checked.failure.code !== "checks_failed") return checked.failure;
  const { integration_branch: branch } = desk.config.source_control_manager;
  return refused(
    "integration_red",
    `${branch} itself fails the checks, without any new change. Mend it, or the machine that runs them; nobody's work is failed for it. ${checked.failure.message}`,
    checked.failure.detail,
  ).failure;
}
