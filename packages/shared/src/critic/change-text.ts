import type { ModelSettings } from "../model/index";
import type { ReviewedChange, ReviewedTask } from "./types";

/** Code has fewer characters to a token than prose. */
const CHARS_PER_TOKEN = 3;
/** Of what a model is given to read; instructions, task and receipts need the rest. */
const PATCH_SHARE = 0.7;
const MAX_INSTRUCTION = 20_000;
const MAX_OUTPUT = 500;

/** Characters of each of so many diffs. */
export const patchRoom = ({ contextTokens }: ModelSettings, changes: number): number =>
  Math.floor((contextTokens * PATCH_SHARE * CHARS_PER_TOKEN) / Math.max(1, changes));

export const taskText = ({ instruction, targetPaths, acceptanceCriteria }: ReviewedTask): string =>
  [
    `# The task\n\n${instruction.slice(0, MAX_INSTRUCTION)}`,
    ...list("Where the change belongs", targetPaths),
    ...list("It is done when", acceptanceCriteria),
  ].join("\n\n");

export function changeText(title: string, { patch, receipts }: ReviewedChange, room: number): string {
  const ran = receipts.map(({ command, exitCode, outputTail }) => {
    const output = outputTail.trim().slice(-MAX_OUTPUT);
    return `\`${command}\` ended with ${exitCode ?? "no exit code"}${output === "" ? "" : `\n${output}`}`;
  });
  const cut = patch.length > room ? `\n(The diff goes on: ${patch.length - room} characters are not shown.)` : "";
  return [
    `# ${title}`,
    ran.length === 0 ? "No command was run on it." : `Commands that were run on it:\n\n${ran.join("\n\n")}`,
    `Its diff:\n\n${patch.slice(0, room)}${cut}`,
  ].join("\n\n");
}

const list = (title: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : [`# ${title}\n\n${items.map((item) => `- ${item}`).join("\n")}`];
