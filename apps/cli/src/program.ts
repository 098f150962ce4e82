import { gitSha, ITEM_STATUSES, PRIORITIES, sessionId } from "@pushpals/protocol";
import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { addAudit } from "./audit";
import { cancel } from "./commands/cancel";
import { compare } from "./commands/compare";
import { decide } from "./commands/decide";
import { diff } from "./commands/diff";
import { doctor } from "./commands/doctor";
import { jobs } from "./commands/jobs";
import { logs } from "./commands/logs";
import { merge } from "./commands/merge";
import { model } from "./commands/model";
import { pair } from "./commands/pair";
import { redrive } from "./commands/redrive";
import { review } from "./commands/review";
import { send } from "./commands/send";
import { status } from "./commands/status";
import { undo } from "./commands/undo";
import { usage } from "./commands/usage";
import { watch } from "./commands/watch";
import { type CommonOptions, type Context, openContext } from "./context";
import { EXIT } from "./exit-codes";
import { readText } from "./read-text";
import { addSteering } from "./steering";

/** The command line. `finish` gets the exit code of the command that ran. */
export function buildProgram(finish: (exitCode: number) => void): Command {
  const program = new Command("pushpals").description("Talk to the team, and see what it does.").exitOverride();

  const add = (usage: string, description: string) =>
    program
      .command(usage)
      .description(description)
      .option("--json", "one JSON object a line")
      .option("--server <url>", "the server, instead of the configured one")
      .option("--local <url>", "LocalBuddy, instead of the configured one");

  const session = () =>
    new Option("--session <id>", "the session, instead of the configured one").argParser(checkSession);
  const byContext = async (options: CommonOptions, run: (context: Context) => Promise<number>): Promise<void> => {
    const context = await openContext(options);
    if ("problems" in context) {
      for (const problem of context.problems) console.error(problem);
      finish(EXIT.usage);
    } else finish(await run(context));
  };

  add("send [text...]", "send a message, and follow it to its end; - reads it from standard input")
    .option("--file <path>", "read the message from a file")
    .addOption(session())
    .addOption(new Option("--priority <class>", "urgency").choices(PRIORITIES))
    .option("--background", "the same as --priority background")
    .option("--no-follow", "return once it is in the queue")
    .addHelpText("after", EXIT_CODES)
    .action(async (words: string[], options) => {
      const text = await readText(words, options.file);
      if (text === null)
        return program.error(options.file ? `There is no file ${options.file}.` : "There is no text to send.");
      const priority = options.background ? "background" : options.priority;
      await byContext(options, (context) =>
        send(context, { text, session: options.session, priority, follow: options.follow }),
      );
    });

  add("watch", "show a session as it happens")
    .addOption(session())
    .option("--after <cursor>", "start after this event; 0 shows all", count)
    .option("--no-follow", "end when all that has happened was shown")
    .action((options) => byContext(options, (context) => watch(context, options)));

  add("status", "services, queues and how well it went").action((options) => byContext(options, status));

  add("usage", "what models took, by request and in all: calls, tokens, cost")
    .addOption(session())
    .action((options) => byContext(options, (context) => usage(context, options.session)));

  add("jobs", "list jobs, newest first")
    .addOption(new Option("--status <status>", "only these").choices(ITEM_STATUSES))
    .addOption(session())
    .option("--limit <n>", "how many", count)
    .action((options) => byContext(options, (context) => jobs(context, options)));

  add("logs <job>", "print a job's log")
    .option("-f, --follow", "until the job has ended", false)
    .action((job: string, options) => byContext(options, (context) => logs(context, { job, follow: options.follow })));

  add("diff <job>", "print what a job changed").action((job: string, options) =>
    byContext(options, (context) => diff(context, job)),
  );

  add("compare <job>", "what several agents made of the same task, and which of it was chosen").action(
    (job: string, options) => byContext(options, (context) => compare(context, job)),
  );

  add("undo <job>", "take back what a job has landed, as a change of its own, and follow it to its end")
    .addOption(session())
    .option("--no-follow", "return once it is in the queue")
    .action((job: string, options) =>
      byContext(options, (context) => undo(context, { job, session: options.session, follow: options.follow })),
    );

  add("review", "what the integration branch has that the base branch lacks, by request")
    .option("--diff", "with the diffs", false)
    .action((options) => byContext(options, (context) => review(context, { diff: options.diff })));

  add("merge", "fast-forward the base branch to the integration branch")
    .option("--head <commit>", "to this commit of it, such as the one that review showed", checkCommit)
    .addOption(session())
    .action((options) =>
      byContext(options, (context) => merge(context, { head: options.head, session: options.session })),
    );

  add("cancel <id>", "cancel a request with its jobs, or one job").action((id: string, options) =>
    byContext(options, (context) => cancel(context, id)),
  );

  add("redrive <id>", "try a failed request, job or landing again").action((id: string, options) =>
    byContext(options, (context) => redrive(context, id)),
  );

  addSteering({ add, session, byContext });
  addAudit({ add, session, byContext });

  add("pair", "make a code, a link and a QR code that connect a phone or a browser")
    .option("--url <url>", "the server as the device reaches it, instead of the configured address")
    .option("--admin", "let it pair and revoke devices too", false)
    .action((options) => byContext(options, (context) => pair(context, options)));

  for (const decision of ["approve", "deny"] as const)
    add(decision, `${decision} what waits for you`)
      .addArgument(new Argument("<id>", "the approval, as shown by status and watch"))
      .option("--note <text>", "a note that is kept with the decision")
      .action((id: string, options) =>
        byContext(options, (context) => decide(context, { id, decision, note: options.note })),
      );

  program
    .command("model")
    .description("connect the model that plans: choose it, try it, write config/local.toml")
    .option("--backend <name>", "builtin, lmstudio, ollama, openai, openai-compatible, anthropic, google or openrouter")
    .option("--model <name>", "the model, as its server calls it")
    .option("--base-url <url>", "address of its server, where it is not the usual one")
    .option("--key-env <name>", "environment variable with the key, where it is not the usual one")
    .action(async (options) => finish(await model(options)));

  add("doctor", "check services and machine, and say what to do").action((options) => byContext(options, doctor));
  return program;
}

const EXIT_CODES = `
Exit codes: 0 landed, answered or completed; 1 failed; 2 wrong usage; 3 cancelled; 4 not reachable; 130 Ctrl-C`;

function count(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError("It is a whole number from 0.");
  return Number(value);
}

function checkSession(value: string): string {
  const parsed = sessionId.safeParse(value);
  if (!parsed.success) throw new InvalidArgumentError(`It has ${parsed.error.issues[0]?.message}.`);
  return parsed.data;
}

function checkCommit(value: string): string {
  const parsed = gitSha.safeParse(value);
  if (!parsed.success) throw new InvalidArgumentError(`It is ${parsed.error.issues[0]?.message}.`);
  return parsed.data;
}
