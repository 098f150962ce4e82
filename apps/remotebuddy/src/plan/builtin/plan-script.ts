import { type Failure, type NewOperation, parseScript, type ScriptError, scriptPaths } from "@pushpals/protocol";
import type { Planned } from "../planner";
import { withinLimit } from "../target-paths";
import { describeOperation } from "./describe-operation";
import { riskOf } from "./risk";

const TOLD_OPERATIONS = 10;
const TOLD_ERRORS = 10;
const TOLD_CHARS = 200;
const MAX_STEPS = 20;

/** A plan for a script. `steps` are the validation steps of this message, besides the configured ones. */
export function planScript(script: string, configuredSteps: readonly string[], steps: readonly string[] = []): Planned {
  const parsed = parseScript(script);
  if (!parsed.ok) return { ok: false, failure: scriptInvalid(parsed.errors) };
  const { operations } = parsed;
  const changesFiles = operations.some((operation) => operation.kind !== "run");
  const validation = [...new Set([...(changesFiles ? configuredSteps : []), ...steps])];
  if (validation.length > MAX_STEPS)
    return {
      ok: false,
      failure: {
        code: "plan_invalid",
        message: `There are ${validation.length} validation steps; ${MAX_STEPS} are allowed.`,
      },
    };
  const paths = scriptPaths(operations);
  return {
    ok: true,
    plan: {
      intent: changesFiles ? "code_change" : "analysis",
      requires_worker: true,
      job_kind: "task.execute",
      lane: "deterministic",
      target_paths: withinLimit(paths),
      validation_steps: validation,
      risk_level: riskOf(operations, paths),
      assistant_message: announcement(operations, validation),
      worker_instruction: script,
    },
  };
}

function announcement(operations: readonly NewOperation[], steps: readonly string[]): string {
  const told = operations.slice(0, TOLD_OPERATIONS).map((operation) => `- ${cut(describeOperation(operation))}`);
  if (operations.length > TOLD_OPERATIONS) told.push(`- … and ${operations.length - TOLD_OPERATIONS} more`);
  const checked =
    steps.length === 0
      ? ""
      : `\n\nThen it has to pass: ${steps.map((step) => `\`${cut(step.replaceAll("`", "'"))}\``).join(", ")}`;
  return `I hand this over as one job, all or nothing:\n\n${told.join("\n")}${checked}`;
}

/** For a line that people read; the whole of it stands in the plan. */
const cut = (text: string): string => (text.length <= TOLD_CHARS ? text : `${text.slice(0, TOLD_CHARS - 1)}…`);

/** Every error with its line and what was expected: in words, and as data for a screen. */
function scriptInvalid(errors: readonly ScriptError[]): Failure {
  const told = errors
    .slice(0, TOLD_ERRORS)
    .map((error) => `line ${error.line}: ${error.message}; expected ${error.expected}`);
  if (errors.length > TOLD_ERRORS) told.push(`… and ${errors.length - TOLD_ERRORS} more`);
  const message = `The script was not run, nothing was changed.\n${told.join("\n")}`;
  return {
    code: "script_invalid",
    message: message.length <= 4_000 ? message : `${message.slice(0, 3_999)}…`,
    detail: { errors: errors.map(({ line, message, expected }) => ({ line, message, expected })) },
  };
}
