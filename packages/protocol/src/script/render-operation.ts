import { fenceFor } from "./fenced-block";
import type { NewOperation } from "./operation";
import { renderCode, renderQuoted, renderWord } from "./words";

/** An operation as a script of one command, which `parseScript` reads back the same. */
export function renderOperation(operation: NewOperation): string {
  switch (operation.kind) {
    case "write":
    case "append": {
      const { kind, path, content } = operation;
      const cut = content !== "" && !content.endsWith("\n");
      return `/${kind} ${renderWord(path)}${cut ? " --no-newline" : ""}\n${block(cut ? `${content}\n` : content)}`;
    }
    case "patch":
      return `/patch\n${block(operation.diff, "diff")}`;
    case "replace": {
      const { search, replacement, globs, regex } = operation;
      const texts = `${renderQuoted(search)} ${renderQuoted(replacement)}`;
      return `/replace ${texts} in ${globs.map(renderWord).join(" ")}${regex ? " --regex" : ""}\n`;
    }
    case "rewrite": {
      const { language, pattern, rewrite, globs } = operation;
      return `/rewrite ${language} ${renderCode(pattern)} => ${renderCode(rewrite)} in ${globs.map(renderWord).join(" ")}\n`;
    }
    case "move":
    case "copy":
      return `/${operation.kind} ${renderWord(operation.from)} ${renderWord(operation.to)}\n`;
    case "delete":
      return `/delete ${renderWord(operation.path)}\n`;
    case "revert":
      return `/revert ${operation.commit}${operation.undoes === undefined ? "" : ` --undoes ${operation.undoes}`}\n`;
    case "run":
      return `/run ${operation.command}\n`;
  }
}

function block(content: string, info = ""): string {
  const fence = fenceFor(content);
  return `${fence}${info}\n${content}${fence}\n`;
}
