import { COMMANDS } from "@pushpals/protocol";
import { SENTENCES } from "./sentences";

/** The answer to a message that this planner cannot turn into operations: what it can do, and how to get more. */
export function notUnderstood(because = ""): string {
  return [
    because === ""
      ? "I plan without a model here, so I only do what is said exactly. I did not understand this message as a whole, and have done nothing."
      : because,
    "**Sentences that I understand**, also several in one message:",
    SENTENCES.map((sentence) => `- ${sentence.form}, as in \`${oneLine(sentence.examples[0]?.[0] ?? "")}\``).join("\n"),
    "**Commands**, one a line, all or nothing:",
    COMMANDS.map((command) => `- \`${command.form.replaceAll("`", "'")}\` ${command.summary}`).join("\n"),
    "For instance:",
    '~~~\n/write docs/hello.md\n```\n# Hello\n```\n/replace "Helo" "Hello" in docs/**/*.md\n/run bun test\n~~~',
    "**To have free text understood**, connect an agent: set `agent` under `[workerpals.openhands]` in `config/local.toml` (or `PUSHPALS_WORKERPALS_OPENHANDS_AGENT`) and a planner under `[remotebuddy]` (`planner`). `/help` shows what is answered at once.",
  ].join("\n\n");
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").replaceAll("`", "'");
