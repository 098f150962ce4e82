import { isRepoPath, uuid } from "../ids";
import { type Command, REPLACE_FLAGS } from "./commands";
import type { NewOperation } from "./operation";
import { patchFiles } from "./patch-files";
import { splitWords, type Word } from "./words";

/** The block of a command: its content, and where its first line stands in the script (from 1). */
export interface Block {
  content: string;
  line: number;
  /** Whether the script's own lines end with CR LF. */
  crlf: boolean;
}

export interface Problem {
  message: string;
  /** Where, when it is not the command's own line. */
  line?: number;
}

export type ParsedCommand = { ok: true; operation: NewOperation } | { ok: false; problems: Problem[] };

const MAX_PATH = 1024;

/** One command from the rest of its line and its block. `block` is given exactly when the command takes one. */
export function parseCommand(command: Command, rest: string, block: Block | null): ParsedCommand {
  if (command.kind === "run") return parseRun(rest);
  const split = splitWords(rest, { code: command.kind === "rewrite" });
  if (!split.ok) return wrong(split.message);
  const { words } = split;
  switch (command.kind) {
    case "write":
    case "append":
      return parseContent(command.kind, words, block);
    case "patch":
      return words.length > 0 ? wrong("nothing may follow /patch on its line") : parsePatch(block);
    case "replace":
      return parseReplace(words);
    case "rewrite":
      return parseRewrite(words);
    case "move":
    case "copy":
      return parsePair(command.kind, words);
    case "delete":
      return parseDelete(words);
    case "revert":
      return parseRevert(words);
  }
}

const wrong = (...messages: string[]): ParsedCommand => ({
  ok: false,
  problems: messages.map((message) => ({ message })),
});

function parseRun(rest: string): ParsedCommand {
  if (rest === "") return wrong("the command is missing");
  if (rest.includes("\0")) return wrong("a command cannot contain a NUL character");
  return { ok: true, operation: { kind: "run", command: rest } };
}

function parseContent(kind: "write" | "append", words: Word[], block: Block | null): ParsedCommand {
  const flags = words.filter((word) => word.kind === "bare" && word.value.startsWith("--"));
  const unknown = flags.find((flag) => flag.value !== "--no-newline");
  if (unknown) return wrong(`${unknown.value} is not an option of /${kind}`);
  const paths = words.filter((word) => !flags.includes(word));
  if (paths.length !== 1)
    return wrong(paths.length === 0 ? "the path is missing" : "one path is expected; quote a path with blanks");
  const path = paths[0]?.value ?? "";
  const problem = pathProblem(path);
  if (problem) return wrong(problem);
  if (block === null) return { ok: false, problems: [] };
  const lineEnd = block.crlf ? /\r?\n$/ : /\n$/;
  const content = flags.length > 0 ? block.content.replace(lineEnd, "") : block.content;
  return { ok: true, operation: { kind, path, content } };
}

function parsePatch(block: Block | null): ParsedCommand {
  if (block === null) return { ok: false, problems: [] };
  const files = patchFiles(block.content);
  if (files.length === 0)
    return wrong("the block names no file: a diff as made by git diff is expected, with a/ and b/ before its paths");
  const problems = files.flatMap((file) => {
    const message = pathProblem(file.path);
    return message ? [{ message, line: block.line + file.line }] : [];
  });
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, operation: { kind: "patch", diff: block.content } };
}

function parseReplace(words: Word[]): ParsedCommand {
  const [search, replacement, keyword, ...rest] = words;
  if (search?.kind !== "quoted") return wrong('the old text is missing; put it in double quotes: "old"');
  if (replacement?.kind !== "quoted") return wrong('the new text is missing; put it in double quotes: "new"');
  if (!isKeyword(keyword, "in")) return wrong('"in" and the files are missing');
  if (search.value === "") return wrong("the old text is empty");
  const flags = rest.filter((word) => word.kind === "bare" && word.value.startsWith("--"));
  const unknown = flags.find((flag) => flag.value !== "--regex");
  if (unknown) return wrong(`${unknown.value} is not an option of /replace`);
  const regex = flags.length > 0;
  const fault = regex ? regexProblem(search.value) : null;
  const globs = rest.filter((word) => !flags.includes(word)).map((word) => word.value);
  const problems = [...(fault ? [fault] : []), ...globProblems(globs)];
  if (problems.length > 0) return wrong(...problems);
  return {
    ok: true,
    operation: { kind: "replace", search: search.value, replacement: replacement.value, globs, regex },
  };
}

function regexProblem(source: string): string | null {
  try {
    new RegExp(source, REPLACE_FLAGS);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function parseRewrite(words: Word[]): ParsedCommand {
  const [language, pattern, arrow, rewrite, keyword, ...rest] = words;
  if (language?.kind !== "bare" || !/^[A-Za-z][\w+#-]*$/.test(language.value))
    return wrong("the language is missing, such as ts, tsx, js, html or css");
  if (pattern?.kind !== "code") return wrong("the pattern is missing; put it between backticks");
  if (!isKeyword(arrow, "=>")) return wrong("=> is missing after the pattern");
  if (rewrite?.kind !== "code") return wrong("the rewrite is missing; put it between backticks");
  if (!isKeyword(keyword, "in")) return wrong('"in" and the files are missing');
  if (pattern.value.trim() === "") return wrong("the pattern is empty");
  const globs = rest.map((word) => word.value);
  const problems = globProblems(globs);
  if (problems.length > 0) return wrong(...problems);
  return {
    ok: true,
    operation: { kind: "rewrite", language: language.value, pattern: pattern.value, rewrite: rewrite.value, globs },
  };
}

function parsePair(kind: "move" | "copy", words: Word[]): ParsedCommand {
  if (words.length !== 2) return wrong(`two paths are expected, not ${words.length}; quote a path with blanks`);
  const [from = "", to = ""] = words.map((word) => word.value);
  const problems = [from, to].flatMap((path) => pathProblem(path) ?? []);
  return problems.length > 0 ? wrong(...problems) : { ok: true, operation: { kind, from, to } };
}

function parseDelete(words: Word[]): ParsedCommand {
  if (words.length !== 1) return wrong(`one path is expected, not ${words.length}; quote a path with blanks`);
  const path = words[0]?.value ?? "";
  const problem = pathProblem(path);
  return problem ? wrong(problem) : { ok: true, operation: { kind: "delete", path } };
}

function parseRevert(words: Word[]): ParsedCommand {
  const [first, flag, job, ...more] = words;
  const commit = first?.value ?? "";
  if (!/^[0-9a-fA-F]{4,64}$/.test(commit)) return wrong("a commit is expected: 4 to 64 hex digits");
  const revert = { kind: "revert" as const, commit: commit.toLowerCase() };
  if (flag === undefined) return { ok: true, operation: revert };
  if (!isKeyword(flag, "--undoes") || more.length > 0) return wrong("one commit is expected, and nothing after it");
  const undoes = uuid.safeParse(job?.value.toLowerCase());
  return undoes.success
    ? { ok: true, operation: { ...revert, undoes: undoes.data } }
    : wrong("the full id of a job is expected after --undoes");
}

const isKeyword = (word: Word | undefined, value: string): boolean => word?.kind === "bare" && word.value === value;

function pathProblem(path: string): string | null {
  if (path.length > MAX_PATH) return `a path is longer than ${MAX_PATH} characters: ${path.slice(0, 60)}…`;
  if (isRepoPath(path)) return null;
  if (path.length > 1 && path.endsWith("/") && isRepoPath(path.slice(0, -1)))
    return `"${path}": leave off the slash at the end`;
  return `"${path}" is not a path inside the repository: it has to be relative, without "..", and not in .git`;
}

function globProblems(globs: string[]): string[] {
  if (globs.length === 0) return ["the files are missing: one or more paths or globs"];
  return globs.flatMap((glob) => {
    if (glob.startsWith("!")) return [`"${glob}": a glob cannot start with "!"`];
    const parts = glob.split(/[/{},]/);
    const escapes = parts.some((part) => part === ".." || part === "." || part.toLowerCase() === ".git");
    return pathProblem(glob) ?? (escapes ? [`"${glob}" leaves the repository or reaches into .git`] : []);
  });
}
