/** How a row is meant: colour and icon follow from it. */
export type Tone = "plain" | "quiet" | "active" | "good" | "bad" | "attention";

/** What a row reads: verb, object, outcome. */
export interface Phrase {
  readonly tone: Tone;
  readonly verb: string;
  readonly object: string;
  readonly outcome: string;
}

export const phrase = (tone: Tone, verb: string, object: string, outcome = ""): Phrase => ({
  tone,
  verb,
  object,
  outcome,
});
