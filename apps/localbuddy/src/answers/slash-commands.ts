import { COMMANDS, type SlashCommand } from "@pushpals/protocol";
import { DESK_COMMANDS } from "../intake/commands";
import { BEST_FORM } from "../intake/decide";

/** Every slash command, straight from the tables that decide: what completion offers is what is understood. */
export const slashCommands = (): SlashCommand[] => [
  ...DESK_COMMANDS.map(({ name, form, summary, examples }) => ({
    name,
    form,
    summary,
    example: examples[0],
    by: "localbuddy" as const,
    block: false,
  })),
  {
    name: "/ask_remote_buddy",
    form: "/ask_remote_buddy <text>",
    summary: "Send any text to the planner",
    example: "/ask_remote_buddy what's the status of the rewrite?",
    by: "team",
    block: false,
  },
  {
    name: "/best",
    form: BEST_FORM,
    summary: "Have several agents do it, each by itself, and land the best of it",
    example: "/best 3 make the start of the server twice as fast",
    by: "team",
    block: false,
  },
  {
    name: "/undo",
    form: "/undo <job>",
    summary: "Take back what a job has landed",
    example: "/undo 3f2a9c1d",
    by: "team",
    block: false,
  },
  ...COMMANDS.map(({ name, form, summary, example, block }) => ({
    name,
    form,
    summary,
    example,
    by: "team" as const,
    block,
  })),
];
