import { z } from "zod";
import { jsonObject } from "./json";

/**
 * Why a request, a job or a landing ended without success, once for all services.
 * `retry: "backoff"` puts the item back (up to its attempts, with jittered back-off): only causes that
 * lie outside the work itself. Everything else is terminal, with the reason shown to the person.
 */
export const FAILURES = {
  // plan
  not_understood: { retry: "never" },
  plan_invalid: { retry: "never" },
  model_unavailable: { retry: "backoff" },
  model_refused: { retry: "never" },
  model_misconfigured: { retry: "never" },
  // script and workspace
  script_invalid: { retry: "never" },
  path_outside_repository: { retry: "never" },
  path_missing: { retry: "never" },
  nothing_changed: { retry: "never" },
  patch_does_not_apply: { retry: "never" },
  commit_missing: { retry: "never" },
  revert_conflict: { retry: "never" },
  command_failed: { retry: "never" },
  validation_failed: { retry: "never" },
  change_refused: { retry: "never" },
  lane_unavailable: { retry: "never" },
  /** None of several candidates has made a change that stands. */
  no_candidate_stands: { retry: "never" },
  // agents
  agent_unavailable: { retry: "backoff" },
  agent_failed: { retry: "never" },
  tests_weakened: { retry: "never" },
  /** Green, but a critic that has to agree still finds it wrong. */
  critic_objects: { retry: "never" },
  sandbox_unavailable: { retry: "never" },
  execution_timeout: { retry: "never" },
  finalization_timeout: { retry: "backoff" },
  resource_limit: { retry: "never" },
  /** The model's limit, not the work: with `detail.retryAfterMs` the item is parked, and the attempt does not count. */
  model_quota: { retry: "backoff" },
  budget_exhausted: { retry: "never" },
  workspace_failed: { retry: "backoff" },
  publish_failed: { retry: "backoff" },
  // landing
  merge_conflict: { retry: "never" },
  not_fast_forward: { retry: "never" },
  checks_failed: { retry: "never" },
  approval_denied: { retry: "never" },
  approval_expired: { retry: "never" },
  branch_missing: { retry: "never" },
  integration_moved: { retry: "backoff" },
  remote_unavailable: { retry: "backoff" },
  landing_unknown: { retry: "backoff" },
  /** The integration branch itself fails the checks: no change is at fault. */
  integration_red: { retry: "backoff" },
  // any
  dependency_failed: { retry: "never" },
  cancelled: { retry: "never" },
  attempts_exhausted: { retry: "never" },
  internal: { retry: "backoff" },
} as const satisfies Record<string, { retry: "never" | "backoff" }>;

export type FailureCode = keyof typeof FAILURES;
export const failureCode = z.enum(Object.keys(FAILURES) as [FailureCode, ...FailureCode[]]);

export const failure = z
  .strictObject({
    code: failureCode,
    /** One or two sentences for a person: what happened, and what to do next where something can be done. */
    message: z.string().max(4_000),
    /** Evidence: files in conflict, line and expectation of a script error, output's end, … */
    detail: jsonObject.optional(),
  })
  .meta({ id: "Failure" });
export type Failure = z.infer<typeof failure>;
