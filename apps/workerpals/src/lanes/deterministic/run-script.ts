import { type Operation, parseScript, type ScriptError, scriptRunsCommands } from "@pushpals/protocol";
import { done, failed, failureOf, type Outcome } from "../../outcome";
import { isNodeError } from "../../workspace/contained-files";
import type { Lane } from "../lane";
import { appendFile } from "./append-file";
import { applyPatch } from "./apply-patch";
import { copyPath } from "./copy-path";
import { deletePath } from "./delete-path";
import { movePath } from "./move-path";
import { operationTitle } from "./operation-title";
import { replaceText } from "./replace-text";
import { revertCommit } from "./revert-commit";
import { rewriteCode } from "./rewrite-code";
import { runCommand } from "./run-command";
import type { ScriptContext } from "./script-context";
import { writeFile } from "./write-file";

const TAKES_NO_MESSAGE =
  "This job runs a script, which cannot take a message on its way. Cancel it, or send what is to come after it.";

/**
 * The deterministic lane: the operations of a script, one after the other, up to the first that fails. All or nothing,
 * because nothing leaves the throwaway workspace before the last has succeeded.
 */
export const runScript: Lane = async ({ instruction, ...input }) => {
  const script = parseScript(instruction);
  if (!script.ok) return invalid(script.errors);
  const runsCommands = scriptRunsCommands(script.operations);
  if (runsCommands && !input.sandbox.ok) return failed("sandbox_unavailable", input.sandbox.message);
  input.onMessage(() => input.report.say(TAKES_NO_MESSAGE));
  const context: ScriptContext = { ...input, receipts: [] };
  const actions: string[] = [];
  for (const operation of script.operations) {
    const outcome = await performReported(operation, context);
    if (!outcome.ok) return outcome;
    actions.push(operationTitle(operation));
  }
  const mayChangeNothing = script.operations.every((operation) => operation.kind === "run");
  const undoes = script.operations.flatMap((operation) =>
    operation.kind === "revert" && operation.undoes !== undefined ? [operation.undoes] : [],
  );
  return done({ actions, undoes: [...new Set(undoes)], mayChangeNothing, receipts: context.receipts });
};

async function performReported(operation: Operation, context: ScriptContext): Promise<Outcome<string>> {
  const title = operationTitle(operation);
  const end = context.report.toolCall(operation.kind, title);
  const outcome = await perform(operation, context).catch((error: unknown) => onFileError(error));
  end(outcome.ok, outcome.ok ? outcome.value : outcome.failure.message);
  if (outcome.ok) return outcome;
  const { code, message, detail } = outcome.failure;
  const where = { line: operation.line, operation: title };
  return {
    ok: false,
    failure: failureOf(code, `Line ${operation.line}, ${title}: ${message}`, { ...detail, ...where }),
  };
}

function perform(operation: Operation, context: ScriptContext): Promise<Outcome<string>> {
  switch (operation.kind) {
    case "write":
      return writeFile(operation, context);
    case "append":
      return appendFile(operation, context);
    case "patch":
      return applyPatch(operation, context);
    case "replace":
      return replaceText(operation, context);
    case "rewrite":
      return rewriteCode(operation, context);
    case "move":
      return movePath(operation, context);
    case "copy":
      return copyPath(operation, context);
    case "delete":
      return deletePath(operation, context);
    case "revert":
      return revertCommit(operation, context);
    case "run":
      return runCommand(operation, context);
  }
}

/** What the file system refuses is the job's failure, not a bug: a full disk, a name that is too long, a missing right. */
function onFileError(error: unknown): Outcome<never> {
  if (!isNodeError(error)) throw error;
  const scriptsFault = ["ENAMETOOLONG", "ELOOP", "ENOTDIR", "EISDIR", "EINVAL", "ENOTEMPTY", "EEXIST"];
  return failed(scriptsFault.includes(error.code ?? "") ? "change_refused" : "workspace_failed", error.message);
}

function invalid(errors: ScriptError[]): Outcome<never> {
  const told = errors.slice(0, 10).map((error) => `line ${error.line}: ${error.message} (expected: ${error.expected})`);
  return failed("script_invalid", `The script cannot be read: ${told.join("; ")}`, {
    errors: errors.map(({ line, message, expected }) => ({ line, message, expected })),
  });
}
