import { COMMANDS } from "@pushpals/protocol";
import { SENTENCES } from "./sentences";

const FREE_TEXT = [
  "**To have free text understood**, connect a model that plans (`bun run pushpals model`), an agent that works",
  "(`agent` under `[workerpals.openhands]` in `config/local.toml`), or both: `docs/models.md`.",
  "Nothing is sent to a model unless you connect one.",
].join(" ");

/**
 * The answer to a message that this planner cannot turn into operations: what it can do, and how to get more. Short, for
 * it is read on a phone from its end; the commands are told by `/help`.
 */
export function notUnderstood(because = ""): string {
  return [
    because === ""
      ? "I plan without a model here, so I only do what is said exactly. I did not understand this message as a whole, and have done nothing."
      : because,
    "**Sentences that I understand**, also several in one message:",
    SENTENCES.map((sentence) => `- ${sentence.form}, as in ${code(sentence.examples[0]?.[0] ?? "")}`).join("\n"),
    `**Or word for word**, by ${COMMANDS.map((command) => code(command.name)).join(", ")}: ${code("/help")} tells how.`,
    FREE_TEXT,
  ].join("\n\n");
}

/** Inline code on one line; two backticks around what has one itself. */
function code(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.includes("`") ? `\`\` ${line} \`\`` : `\`${line}\``;
}
