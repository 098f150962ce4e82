import { COMMANDS, commandOfLine, isIgnoredLine } from "./commands";
import { type Lines, linesOf, readFencedBlock } from "./fenced-block";
import type { Operation, ParsedScript, ScriptError } from "./operation";
import { type Block, parseCommand } from "./parse-command";

const MAX_ERRORS = 50;
const ANY_COMMAND = `one of ${COMMANDS.map((command) => command.name).join(", ")}`;
const BLOCK_FORM = "a line of three or more backticks or tildes, the content, and the same line again";

/**
 * Reads a script of the command language: a message that consists of commands and nothing else. Blank lines and lines
 * that start with `#` are skipped between commands. Never throws; after an error it goes on at the next line that
 * starts with a command, so that (the first 50) errors are told at once.
 */
export function parseScript(text: string): ParsedScript {
  const lines = linesOf(text);
  const operations: Operation[] = [];
  const errors: ScriptError[] = [];
  for (let at = 0; at < lines.count && errors.length < MAX_ERRORS; ) {
    const line = lines.line(at);
    if (isIgnoredLine(line)) at += 1;
    else if (commandOfLine(line)) at = readCommand(lines, at, operations, errors);
    else {
      errors.push({ line: at + 1, message: strayLine(line), expected: ANY_COMMAND });
      at = nextCommand(lines, at + 1);
    }
  }
  if (operations.length === 0 && errors.length === 0)
    errors.push({ line: 1, message: "there is no command", expected: ANY_COMMAND });
  return errors.length > 0 ? { ok: false, errors } : { ok: true, operations };
}

/** Reads the command at a line; the answer is the line to go on with. */
function readCommand(lines: Lines, at: number, operations: Operation[], errors: ScriptError[]): number {
  const found = commandOfLine(lines.line(at));
  if (!found) return at + 1;
  const { command, rest } = found;
  let next = at + 1;
  let block: Block | null = null;
  let blockError: ScriptError | null = null;
  if (command.block) {
    const read = readFencedBlock(lines, next);
    if (read.ok)
      block = { content: read.content, line: read.firstLine + 1, crlf: lines.line(read.firstLine - 1).endsWith("\r") };
    else blockError = { line: read.line + 1, message: read.message, expected: BLOCK_FORM };
    next = read.ok ? read.next : nextCommand(lines, read.next);
  }
  const parsed = parseCommand(command, rest, block);
  if (parsed.ok && !blockError) operations.push({ line: at + 1, ...parsed.operation });
  if (!parsed.ok)
    for (const problem of parsed.problems)
      errors.push({ line: problem.line ?? at + 1, message: problem.message, expected: command.form });
  if (blockError) errors.push(blockError);
  return next;
}

function nextCommand(lines: Lines, from: number): number {
  let at = from;
  while (at < lines.count && !commandOfLine(lines.line(at))) at += 1;
  return at;
}

function strayLine(line: string): string {
  const start = line.trim().slice(0, 60);
  const name = /^\/\S+/.exec(start)?.[0];
  return name ? `${name} is not a command` : `"${start}" is not a command`;
}
