import { type NewOperation, patchFiles, shortId } from "@pushpals/protocol";

const MAX_TITLE = 200;

/** What an operation does, in one line of the form verb + object. */
export function operationTitle(operation: NewOperation): string {
  const title = describe(operation).replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
  return title.length <= MAX_TITLE ? title : `${title.slice(0, MAX_TITLE - 1)}…`;
}

function describe(operation: NewOperation): string {
  switch (operation.kind) {
    case "write":
    case "delete":
      return `${operation.kind} ${operation.path}`;
    case "append":
      return `append to ${operation.path}`;
    case "patch": {
      const files = [...new Set(patchFiles(operation.diff).map((file) => file.path))];
      return files.length <= 3 ? `patch ${files.join(", ")}` : `patch ${files[0]} and ${files.length - 1} other files`;
    }
    case "replace":
      return `replace "${operation.search}" by "${operation.replacement}" in ${operation.globs.join(" ")}`;
    case "rewrite":
      return `rewrite \`${operation.pattern}\` to \`${operation.rewrite}\` in ${operation.globs.join(" ")}`;
    case "move":
    case "copy":
      return `${operation.kind} ${operation.from} to ${operation.to}`;
    case "revert":
      return operation.undoes === undefined
        ? `revert ${operation.commit}`
        : `undo job ${shortId(operation.undoes)}: revert ${operation.commit.slice(0, 12)}`;
    case "run":
      return `run ${operation.command}`;
  }
}
