import type { FailureCode, LandingStatus, PullRequestState } from "@pushpals/protocol";
import type { Config } from "@pushpals/shared/config";
import type { Stopped } from "../journal/stop-record";
import type { LandingDesk } from "../landing-desk";
import type { BranchHeads } from "./branch-heads";
import { LandingMetrics } from "./landing-metrics";

const MESSAGE_CHARS = 1_000;

/** What is known of the daemon beside its configuration. */
export interface Shown {
  /** Null until landings can begin. */
  desk: LandingDesk | null;
  /** Null while no tree was found to differ from the one tested. */
  stopped: Stopped | null;
  /** Why the base branch is not brought in; null while it is. */
  baseProblem: string | null;
  heads: BranchHeads;
  /** Null until landings can begin. */
  pullRequest(): PullRequestState | null;
}

const NEXT: Partial<Record<FailureCode, string>> = {
  integration_red:
    "Mend the integration branch (a job that mends it lands), or the machine that runs the checks; landings go on by themselves.",
  sandbox_unavailable: "Mend the sandbox of this machine (pushpals doctor says how); landings go on by themselves.",
  workspace_failed: "Make room on the disk of the data directory (pushpals doctor); landings go on by themselves.",
  remote_unavailable: "See that the remote answers and takes the token or key; it is tried again by itself.",
};

const noFigures = new LandingMetrics();

/** How landings go, for the server and for whoever asks on the port. */
export function landingStatusOf(
  { source_control_manager: section }: Pick<Config, "source_control_manager">,
  { desk, stopped, baseProblem, heads, pullRequest }: Shown,
): LandingStatus {
  const inHand = desk?.progress.list() ?? [];
  return {
    ...stateOf(desk, stopped, inHand.length),
    inHand: inHand.slice(0, 600),
    branch: section.integration_branch,
    baseBranch: section.base_branch,
    remote: desk?.mirror.remote?.name ?? null,
    ...heads,
    gated: section.checks.length > 0,
    batchSize: section.batch_size,
    baseProblem,
    figures: (desk?.metrics ?? noFigures).figures(),
    pullRequest: pullRequest(),
  };
}

function stateOf(
  desk: LandingDesk | null,
  stopped: Stopped | null,
  inHand: number,
): Pick<LandingStatus, "state" | "reason" | "next"> {
  if (stopped) return { state: "stopped", reason: reasonOf({ ...stopped, code: VIOLATION }), next: stopped.next };
  if (!desk) return { state: "starting", reason: null, next: null };
  const { paused } = desk.outage;
  if (paused)
    return {
      state: "paused",
      reason: reasonOf({ ...paused.failure, since: paused.since }),
      next: NEXT[paused.failure.code] ?? null,
    };
  return { state: inHand > 0 ? "landing" : "idle", reason: null, next: null };
}

/** No failure of a change, so no code of one. */
const VIOLATION = "tested_tree_violation";

const reasonOf = ({ code, message, since }: { code: string; message: string; since: number }) => ({
  code,
  message: message.slice(0, MESSAGE_CHARS),
  since,
});
