import type { SlashCommand } from "@pushpals/protocol";

export interface Completion {
  readonly command: SlashCommand;
  /** The text with this one chosen, and where the caret goes. */
  readonly text: string;
  readonly caret: number;
}

const SHOWN = 8;

/** Commands that may be meant by the line that is being typed: it begins with a slash and has no blank yet. */
export function completions(text: string, caret: number, commands: readonly SlashCommand[]): Completion[] {
  const start = text.lastIndexOf("\n", caret - 1) + 1;
  const typed = text.slice(start, caret);
  if (!/^\/[a-z_]*$/i.test(typed) || /^\S/.test(text.slice(caret))) return [];
  const wanted = typed.toLowerCase();
  const fits = (name: string) => name.toLowerCase().startsWith(wanted);
  const first = commands.filter(({ name }) => fits(name));
  const rest = commands.filter(({ name }) => !fits(name) && wanted.length > 2 && name.includes(wanted.slice(1)));
  return [...first, ...rest].slice(0, SHOWN).map((command) => complete(text, start, caret, command));
}

function complete(text: string, start: number, caret: number, command: SlashCommand): Completion {
  const takesMore = command.form.trim() !== command.name;
  const head = `${text.slice(0, start)}${command.name}${takesMore ? " " : ""}`;
  const block = command.block && text.slice(caret).trim() === "" ? "\n```\n\n```" : "";
  return { command, text: `${head}${block}${text.slice(caret)}`, caret: head.length };
}
