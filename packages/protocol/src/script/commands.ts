import type { OperationKind } from "./operation";

export interface Command {
  name: `/${OperationKind}`;
  kind: OperationKind;
  /** Its first line, as a person would type it. */
  form: string;
  /** Whether a fenced block has to follow. */
  block: boolean;
  summary: string;
  /** A whole script of one operation. */
  example: string;
}

/** The command language, once: for the parser, help and completion. */
export const COMMANDS: readonly Command[] = [
  {
    name: "/write",
    kind: "write",
    form: "/write <path> [--no-newline]",
    block: true,
    summary: "Write a file with exactly the content of the fenced block; --no-newline leaves off its last line end",
    example: '/write src/greet.ts\n```ts\nexport const greet = () => "hello";\n```\n',
  },
  {
    name: "/append",
    kind: "append",
    form: "/append <path> [--no-newline]",
    block: true,
    summary: "Add the content of the fenced block to the end of a file that exists",
    example: "/append CHANGELOG.md\n```\n- Greets by name.\n```\n",
  },
  {
    name: "/patch",
    kind: "patch",
    form: "/patch",
    block: true,
    summary: "Apply a unified diff as made by git diff, with renames, modes and binary files",
    example: [
      "/patch",
      "```diff",
      "diff --git a/README.md b/README.md",
      "--- a/README.md",
      "+++ b/README.md",
      "@@ -1 +1 @@",
      "-# Helo",
      "+# Hello",
      "```",
      "",
    ].join("\n"),
  },
  {
    name: "/replace",
    kind: "replace",
    form: '/replace "old" "new" in <globs> [--regex]',
    block: false,
    summary:
      'Replace text in all files that match; \\" \\\\ \\n \\t are escapes; --regex takes a JavaScript expression (flags g, m, u) and $1 in the new text',
    example: '/replace "colour" "color" in src/**/*.ts docs/**/*.md\n',
  },
  {
    name: "/rewrite",
    kind: "rewrite",
    form: "/rewrite <language> `pattern` => `rewrite` in <globs>",
    block: false,
    summary: "Rewrite code by its syntax tree (ast-grep); $NAME stands for one node, $$$NAME for several",
    example: "/rewrite ts `console.log($A)` => `log.info($A)` in src/**/*.ts\n",
  },
  {
    name: "/move",
    kind: "move",
    form: "/move <from> <to>",
    block: false,
    summary: "Move or rename a file or a folder",
    example: '/move src/old.ts "src/new name.ts"\n',
  },
  {
    name: "/copy",
    kind: "copy",
    form: "/copy <from> <to>",
    block: false,
    summary: "Copy a file or a folder",
    example: "/copy config/default.toml config/staging.toml\n",
  },
  {
    name: "/delete",
    kind: "delete",
    form: "/delete <path>",
    block: false,
    summary: "Delete a file or a folder",
    example: "/delete src/unused.ts\n",
  },
  {
    name: "/revert",
    kind: "revert",
    form: "/revert <commit> [--undoes <job>]",
    block: false,
    summary: "Undo what a commit changed; --undoes notes the job that it belongs to, as /undo does by itself",
    example: "/revert 1a2b3c4d\n",
  },
  {
    name: "/run",
    kind: "run",
    form: "/run <command>",
    block: false,
    summary: "Run a shell command in the sandbox; it has to exit with 0, and what it changes belongs to the result",
    example: "/run bun test\n",
  },
];

/** Flags of every expression of `/replace --regex`. */
export const REPLACE_FLAGS = "gmu";

const BY_NAME = new Map<string, Command>(COMMANDS.map((command) => [command.name, command]));

/** The command that a line starts with, and the rest of that line; null when it starts with none. */
export function commandOfLine(line: string): { command: Command; rest: string } | null {
  const match = /^\s*(\/[a-z]+)(?:\s+(.*))?$/s.exec(line);
  const command = match?.[1] === undefined ? undefined : BY_NAME.get(match[1]);
  return command ? { command, rest: (match?.[2] ?? "").trim() } : null;
}

/** Blank lines and lines that start with `#` separate commands and mean nothing. */
export const isIgnoredLine = (line: string): boolean => /^\s*(#|$)/.test(line);

/** Whether a message is meant as a script: its first line that counts starts with a known command. */
export function looksLikeScript(text: string): boolean {
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(start, end);
    if (!isIgnoredLine(line)) return commandOfLine(line) !== null;
    start = end + 1;
  }
  return false;
}
