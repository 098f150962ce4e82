import { z } from "zod";

/** What the agent does in a turn, one after the other. Paths are relative to its working directory. */
export const step = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("write"), path: z.string(), text: z.string() }),
  /** Runs a shell command as a tool; its failure is told and does not end the turn. */
  z.strictObject({ do: z.literal("shell"), command: z.string() }),
  z.strictObject({ do: z.literal("say"), text: z.string() }),
  z.strictObject({ do: z.literal("plan"), entries: z.array(z.string()) }),
  /** Asks for a permission with options of these kinds, and writes what was chosen to a file. */
  z.strictObject({
    do: z.literal("ask"),
    kinds: z.array(z.enum(["allow_once", "allow_always", "reject_once", "reject_always"])),
    into: z.string(),
  }),
  /** Has the client write a file, and says on standard error how that ended. */
  z.strictObject({ do: z.literal("client_write"), path: z.string(), text: z.string() }),
  z.strictObject({ do: z.literal("client_read"), path: z.string(), into: z.string() }),
  /** Writes to standard output what is no message. */
  z.strictObject({ do: z.literal("print"), text: z.string() }),
  /** A line without an end. */
  z.strictObject({ do: z.literal("flood"), megabytes: z.number() }),
  z.strictObject({ do: z.literal("ignore_signals") }),
  /** Says something every so often, for ever. */
  z.strictObject({ do: z.literal("babble"), everyMs: z.number() }),
  z.strictObject({ do: z.literal("hang") }),
  z.strictObject({ do: z.literal("exit"), code: z.number() }),
  z.strictObject({
    do: z.literal("stop"),
    reason: z.enum(["end_turn", "max_tokens", "max_turn_requests", "refusal", "cancelled"]),
  }),
  /** Asks the model at `MODEL_URL`, and writes its answer to a file. */
  z.strictObject({ do: z.literal("model"), into: z.string() }),
]);
export type Step = z.infer<typeof step>;

/** The steps of each prompt, in order; the last is used again for all that come after. */
export const script = z.array(z.array(step)).min(1);
export type Script = z.infer<typeof script>;

const MARK = "SCRIPT:";

/** An instruction that the scripted agent understands; a line of it is JSON. */
export const instructionFor = (title: string, ...rounds: Step[][]): string =>
  `${title}\n\n${MARK}${JSON.stringify(script.parse(rounds))}`;

/** The script in a prompt; null when it has none. */
export function scriptIn(prompt: string): Script | null {
  const line = prompt.split("\n").find((one) => one.startsWith(MARK));
  return line === undefined ? null : script.parse(JSON.parse(line.slice(MARK.length)));
}
