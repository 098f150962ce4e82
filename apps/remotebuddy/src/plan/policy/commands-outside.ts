import { type Plan, parseScript } from "@pushpals/protocol";
import type { Finding, PlanPolicy } from "./plan-policy";

/** What joins or redirects commands: with it in, the beginning of a line says nothing of the rest. */
const JOINS = /[;&|<>`\n\r]|\$\(/;

type Commands = Pick<Plan, "lane" | "validation_steps" | "worker_instruction">;

/** The commands of a plan that the policy does not allow: validation steps, and `/run` in scripts. */
export function commandsOutside(task: Commands, policy: PlanPolicy): Finding[] {
  const { allowedCommands, validationSteps } = policy;
  if (allowedCommands.length === 0) return [];
  const isOutside = (command: string) => !allowedCommands.some((allowed) => isWithin(command, allowed));
  const rule = `allowed are only: ${allowedCommands.join(", ")}`;
  const steps = task.validation_steps.flatMap((step, index) =>
    validationSteps.includes(step) || !isOutside(step)
      ? []
      : [{ path: `validation_steps.${index}`, message: `the command is outside of the policy; ${rule}` }],
  );
  const script = task.lane === "deterministic" ? parseScript(task.worker_instruction) : null;
  const runs = script?.ok ? script.operations.filter((operation) => operation.kind === "run") : [];
  return [
    ...steps,
    ...runs
      .filter(({ command }) => isOutside(command))
      .map(({ command }) => ({
        path: "worker_instruction",
        message: `the command ${command.slice(0, 100)} is outside of the policy; ${rule}`,
      })),
  ];
}

/** Exactly the allowed command, or one simple command that goes on from it with a blank. */
const isWithin = (command: string, allowed: string): boolean =>
  command === allowed || (command.startsWith(`${allowed} `) && !JOINS.test(command.slice(allowed.length)));
