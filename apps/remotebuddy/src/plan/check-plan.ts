import { type Plan, plan } from "@pushpals/protocol";
import type { Planned } from "./planner";
import { commandsOutside } from "./policy/commands-outside";
import type { Finding, PlanPolicy } from "./policy/plan-policy";

export type Read = { ok: true; plan: Plan } | { ok: false; findings: Finding[] };

const TOLD_FINDINGS = 10;
const MAX_FINDING = 2_000;

/**
 * The contract and the policy, for every planner alike: unknown keys, fields that contradict each other, paths outside
 * of the repository, a lane that nobody works in, commands that are not allowed.
 */
export function readPlan(made: unknown, policy: PlanPolicy): Read {
  const checked = plan.safeParse(made);
  if (!checked.success)
    return {
      ok: false,
      findings: checked.error.issues.map(({ path, message }) => ({
        path: path.join("."),
        message: message.slice(0, MAX_FINDING),
      })),
    };
  const findings = policyFindings(checked.data, policy);
  return findings.length === 0 ? { ok: true, plan: checked.data } : { ok: false, findings };
}

/** As `readPlan`, with what is wrong as the end of a request. */
export function checkPlan(made: Plan, policy: PlanPolicy): Planned {
  const read = readPlan(made, policy);
  if (read.ok) return read;
  return {
    ok: false,
    failure: {
      code: "plan_invalid",
      message: `The plan is not valid: ${told(read.findings)}`.slice(0, 4_000),
      detail: { issues: read.findings.slice(0, TOLD_FINDINGS).map(({ path, message }) => ({ path, message })) },
    },
  };
}

/** Findings in one line for people. */
export const told = (findings: readonly Finding[]): string =>
  findings
    .slice(0, TOLD_FINDINGS)
    .map(({ path, message }) => (path === "" ? message : `${path}: ${message}`))
    .join("; ");

function policyFindings(made: Plan, policy: PlanPolicy): Finding[] {
  const parts = made.subtasks?.map((task, index) => ({ task, at: `subtasks.${index}.` })) ?? [{ task: made, at: "" }];
  return parts.flatMap(({ task, at }) => {
    if (!task.requires_worker) return [];
    const lane =
      task.lane === "openhands" && !policy.hasAgent
        ? [{ path: `${at}lane`, message: 'no agent is configured to work in the lane "openhands"' }]
        : [];
    return [
      ...lane,
      ...candidateFindings(task.candidates, at, policy),
      ...commandsOutside(task, policy).map(({ path, message }) => ({ path: `${at}${path}`, message })),
    ];
  });
}

function candidateFindings(candidates: number | undefined, at: string, { maxCandidates }: PlanPolicy): Finding[] {
  if (candidates === undefined || candidates <= maxCandidates) return [];
  const message = maxCandidates < 2 ? "plans may not ask for candidates here" : `at most ${maxCandidates} here`;
  return [{ path: `${at}candidates`, message }];
}
