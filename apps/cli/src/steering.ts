import { PRIORITIES } from "@pushpals/protocol";
import { type Command, Option } from "commander";
import type { CommandTools } from "./command-tools";
import { queue } from "./commands/queue";
import { edit, move, stop, tell } from "./commands/steer";
import type { Context } from "./context";
import { readText } from "./read-text";

/** The commands for what waits and what runs. */
export function addSteering({ add, session, byContext }: CommandTools): void {
  add("queue", "list the requests that wait, in their order").action((options) => byContext(options, queue));

  const withText = (command: Command, run: (context: Context, id: string, text: string) => Promise<number>) =>
    command
      .option("--file <path>", "read the text from a file")
      .action(async (id: string, words: string[], options) => {
        const text = await readText(words, options.file);
        if (text === null) return command.error("There is no text.");
        await byContext(options, (context) => run(context, id, text));
      });
  withText(add("edit <request> [text...]", "change the text of a request that waits"), edit);
  withText(add("tell <job> [text...]", "say something to a job that runs, or answer what it asked"), tell);

  add("now <request>", "take up a waiting request next").action((id: string, options) =>
    byContext(options, (context) => move(context, id, { priority: "interactive", first: true })),
  );
  add("move <request>", "change the place of a waiting request")
    .option("--before <request>", "right before this one")
    .option("--first", "to the front of its class")
    .addOption(new Option("--priority <class>", "into this class").choices(PRIORITIES))
    .action((id: string, options) => byContext(options, (context) => move(context, id, options)));
  add("stop", "cancel all that a session has under way")
    .addOption(session())
    .action((options) => byContext(options, (context) => stop(context, options.session)));
}
