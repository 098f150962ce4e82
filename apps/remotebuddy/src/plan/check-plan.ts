import { type Plan, plan } from "@pushpals/protocol";
import type { Planned } from "./planner";

const TOLD_ISSUES = 10;

/**
 * The contract, for every planner alike, also the one built in: unknown keys, and fields that contradict each other,
 * end the request with what was wrong instead of reaching a worker.
 */
export function checkPlan(made: Plan): Planned {
  const checked = plan.safeParse(made);
  if (checked.success) return { ok: true, plan: checked.data };
  const issues = checked.error.issues
    .slice(0, TOLD_ISSUES)
    .map(({ path, message }) => ({ path: path.join("."), message }));
  const told = issues.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join("; ");
  return {
    ok: false,
    failure: { code: "plan_invalid", message: `The plan is not valid: ${told}`.slice(0, 4_000), detail: { issues } },
  };
}
