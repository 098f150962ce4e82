import { COMMANDS } from "@pushpals/protocol";
import { SENTENCES } from "./sentences";

const FREE_TEXT = [
  "**To have free text understood**, connect a model that plans (`bun run pushpals model`), an agent that works",
  "(`agent` under `[workerpals.openhands]` in `config/local.toml`, or `PUSHPALS_WORKERPALS_OPENHANDS_AGENT`), or both.",
  "`docs/models.md` says how for each kind of model.",
  "`bun run config` prints what is in effect. Nothing is sent to a model unless you connect one.",
].join(" ");

/** The answer to a message that this planner cannot turn into operations: what it can do, and how to get more. */
export function notUnderstood(because = ""): string {
  return [
    because === ""
      ? "I plan without a model here, so I only do what is said exactly. I did not understand this message as a whole, and have done nothing."
      : because,
    "**Sentences that I understand**, also several in one message:",
    SENTENCES.map((sentence) => `- ${sentence.form}, as in ${code(sentence.examples[0]?.[0] ?? "")}`).join("\n"),
    "**Commands**, one a line, all or nothing:",
    COMMANDS.map((command) => `- ${code(command.form)} ${command.summary}`).join("\n"),
    "For instance:",
    '~~~\n/write docs/hello.md\n```\n# Hello\n```\n/replace "Helo" "Hello" in docs/**/*.md\n/run bun test\n~~~',
    FREE_TEXT,
  ].join("\n\n");
}

/** Inline code on one line; two backticks around what has one itself. */
function code(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.includes("`") ? `\`\` ${line} \`\`` : `\`${line}\``;
}
