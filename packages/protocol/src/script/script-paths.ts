import type { NewOperation } from "./operation";
import { patchFiles } from "./patch-files";

/**
 * The paths and globs that a script will touch, sorted, each once: both sides of moves, copies and of renames in
 * patches. What `/run` and `/revert` touch cannot be told from the script.
 */
export function scriptPaths(operations: readonly NewOperation[]): string[] {
  return [...new Set(operations.flatMap(pathsOf))].sort();
}

function pathsOf(operation: NewOperation): string[] {
  switch (operation.kind) {
    case "write":
    case "append":
    case "delete":
      return [operation.path];
    case "patch":
      return patchFiles(operation.diff).map((file) => file.path);
    case "replace":
    case "rewrite":
      return operation.globs;
    case "move":
    case "copy":
      return [operation.from, operation.to];
    case "revert":
    case "run":
      return [];
  }
}

/** Whether a script runs commands, and so needs a sandbox. */
export const scriptRunsCommands = (operations: readonly NewOperation[]): boolean =>
  operations.some((operation) => operation.kind === "run");
