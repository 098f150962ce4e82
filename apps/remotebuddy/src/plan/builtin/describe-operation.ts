import { type NewOperation, shortId } from "@pushpals/protocol";

const MAX_TITLE = 120;

/** One operation in a few words, for titles and for what a plan says it will do. */
export function describeOperation(operation: NewOperation): string {
  switch (operation.kind) {
    case "write":
    case "append":
    case "delete":
      return `${VERB[operation.kind]} ${operation.path}`;
    case "move":
    case "copy":
      return `${VERB[operation.kind]} ${operation.from} to ${operation.to}`;
    case "replace":
      return `Replace "${short(operation.search)}" in ${short(operation.globs.join(" "))}`;
    case "rewrite":
      return `Rewrite ${short(operation.pattern)} in ${short(operation.globs.join(" "))}`;
    case "patch":
      return "Apply a patch";
    case "revert":
      return operation.undoes === undefined
        ? `Revert ${operation.commit.slice(0, 12)}`
        : `Undo job ${shortId(operation.undoes)}: revert ${operation.commit.slice(0, 12)}`;
    case "run":
      return `Run ${short(operation.command)}`;
  }
}

/** A script in one line of at most 120 characters. */
export function titleOf(operations: readonly NewOperation[]): string {
  const first = operations[0] ? describeOperation(operations[0]) : "Nothing";
  const more = operations.length > 1 ? ` and ${operations.length - 1} more` : "";
  return `${short(first, MAX_TITLE - more.length)}${more}`;
}

const VERB = { write: "Write", append: "Append to", delete: "Delete", move: "Move", copy: "Copy" } as const;

function short(text: string, max = 60): string {
  const line = text.replace(/\s+/g, " ");
  const letters = [...line];
  return letters.length <= max ? line : `${letters.slice(0, max - 1).join("")}…`;
}
