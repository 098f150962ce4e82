import type { Failure, FailureCode } from "@pushpals/protocol";
import { linesOf } from "./text";

/** A failure in parts that each surface lays out in its own way. */
export interface FailureFacts {
  /** What happened, and what to do where something can be done. */
  message: string;
  /** Files in conflict, missing, or changed where they must not be. */
  files: string[];
  /** The end of a command's output, unless the message holds it already. */
  output: string[];
}

const OUTPUT_LINES = 12;

/** What a failure tells, out of its message and whatever detail its cause has left. */
export function failureFacts(failure: Failure): FailureFacts {
  const detail = failure.detail ?? {};
  const output = detail["outputTail"] ?? detail["output"];
  return {
    message: failure.message.trimEnd(),
    files: paths(detail["files"] ?? detail["conflicts"] ?? detail["paths"]),
    output: typeof output === "string" && !failure.message.includes(output.trim()) ? lastLines(output) : [],
  };
}

const paths = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap((item: unknown) => {
        if (typeof item === "string") return [item];
        const path = typeof item === "object" && item !== null && "path" in item ? item.path : undefined;
        return typeof path === "string" ? [path] : [];
      })
    : [];

const lastLines = (output: string): string[] =>
  linesOf(output)
    .slice(-OUTPUT_LINES)
    .filter((line) => line.trim() !== "");

/** How a class of failure is called, and what a person can do about it. */
export interface FailureWords {
  title: string;
  next: string;
  /** Whether the same work, tried again as it is, may end well. */
  again: boolean;
}

const words = (title: string, next: string, again = false): FailureWords => ({ title, next, again });

/** Every class of failure in words. The failure's own message tells the particulars. */
export const FAILURE_WORDS: Record<FailureCode, FailureWords> = {
  not_understood: words("Not understood", "Say it in one of the forms that /help lists, or connect a model."),
  plan_invalid: words("No valid plan", "Ask again in smaller or plainer steps."),
  model_unavailable: words("Model away", "Check that the model's server runs, then try again.", true),
  model_refused: words("Model refused", "Word the request differently."),
  model_misconfigured: words("Model set up wrongly", "Mend the model's settings (pushpals doctor names the key)."),
  script_invalid: words("Script not valid", "Mend the line that is named and send it again."),
  path_outside_repository: words("Path outside the repository", "Name a path inside the repository."),
  path_missing: words("File not there", "Check the path: it has to exist on the integration branch."),
  nothing_changed: words("Nothing to change", "The files may be as you want them already; look at them first."),
  patch_does_not_apply: words("Patch does not apply", "Make the patch anew from what is on the integration branch."),
  commit_missing: words("Commit not found", "Give the full name of a commit on the integration branch."),
  revert_conflict: words("Later changes in the way", "Undo the later changes first, or say what it should become."),
  command_failed: words("Command failed", "Read the end of its output; mend the cause, then ask again."),
  validation_failed: words("Validation failed", "Read the red receipt: the change did not pass its own checks."),
  change_refused: words("Change refused", "It touches what the policy protects; narrow the request."),
  lane_unavailable: words("No worker for it", "Start a worker that has this lane, or ask for another way.", true),
  no_candidate_stands: words("No candidate stands", "See what became of each; mend the cause, then try again.", true),
  agent_unavailable: words("Agent away", "Check the agent's installation, then try again.", true),
  agent_failed: words("Agent gave up", "Read its log; a clearer or smaller request often helps."),
  tests_weakened: words("Tests weakened", "It made tests weaker to pass. Ask for the change without that."),
  critic_objects: words("Critic objects", "Read its findings, then say what to change, or that it need not agree."),
  sandbox_unavailable: words("No sandbox", "Install Bubblewrap, or choose another sandbox tier in the config."),
  execution_timeout: words("Out of time", "Ask for less at once, or raise the execution budget."),
  finalization_timeout: words("Hand-over too slow", "Try again; the machine or the remote was slow.", true),
  resource_limit: words("Over its limits", "Ask for less at once, or raise the sandbox's limits."),
  model_quota: words("Model's limit reached", "It goes on by itself once the limit is lifted.", true),
  budget_exhausted: words("Budget used up", "Ask for less at once, or raise the job's budget."),
  workspace_failed: words("No workspace", "Check the disk and the repository, then try again.", true),
  publish_failed: words("Branch not published", "Check that the remote can be reached, then try again.", true),
  merge_conflict: words("Merge conflict", "Ask again: it is then done on what has landed meanwhile."),
  not_fast_forward: words("Not a fast-forward", "Ask again: it is then done on the branch's new head."),
  checks_failed: words("Checks red", "Read the red check: the change is kept on its branch and did not land."),
  approval_denied: words("Denied", "Ask for it with what the note says, or try the landing again to be asked anew."),
  approval_expired: words("Nobody decided in time", "Try the landing again and decide on it.", true),
  branch_missing: words("Branch gone", "The work is no longer there; ask for it again."),
  integration_moved: words("Branch moved", "Try again; others landed at the same moment.", true),
  remote_unavailable: words("Remote away", "Check the network and the access to the remote, then try again.", true),
  landing_unknown: words("Landing not proven", "Try again; it looks at the remote first.", true),
  integration_red: words("Integration branch red", "Mend the integration branch first; no change is at fault.", true),
  dependency_failed: words("What it builds on failed", "Mend the job before it, then try both again."),
  cancelled: words("Cancelled", "Ask for it again if it is still wanted."),
  attempts_exhausted: words("All attempts used", "Read the log for the cause, then try again.", true),
  internal: words("A fault of Push Pals", "Try again; if it comes back, report it with the log.", true),
};
