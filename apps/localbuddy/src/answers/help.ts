import { COMMANDS } from "@pushpals/protocol";
import { BEST_FORM, RULES } from "../intake/decide";
import { code, fenced, list, paragraphs } from "./markdown";

/** What can be written, straight from the tables that decide: so it cannot promise what is not there. */
export function help(): string {
  const slash = RULES.filter((rule) => rule.name.startsWith("/"));
  const questions = RULES.filter((rule) => !/^(?:\/|about_)/.test(rule.name));
  return paragraphs(
    "**Answered here at once, from facts:**",
    list(slash.map((rule) => code(rule.form))),
    `or in plain words: ${questions.map((rule) => code(rule.examples[0])).join(", ")}.`,
    "**Everything else goes to the team**: it is planned, done in a workspace of its own, checked, and landed on the integration branch. Exact edits, as many as you like in one message:",
    list(COMMANDS.map((command) => `${code(command.form)} ${command.summary}`)),
    "For instance:",
    fenced('/replace "colour" "color" in docs/**/*.md\n/run bun test\n'),
    'Plain sentences for the same: `rename src/a.ts to src/b.ts`, `replace "x" with "y" in src/*.ts`, `run the tests`, `revert abc1234`.',
    `${code(BEST_FORM)} has several agents do the same, each by itself; the best of it lands.`,
    "`/undo <job>` takes back what a job has landed, as a change of its own.",
    "`/ask_remote_buddy <text>` sends any text to the planner. `--background <text>` (or `in the background: <text>`) lets it wait behind what others are waiting for.",
  );
}

export const usage = (form: string): string => `The form is ${code(form)}. \`/help\` shows everything.`;
