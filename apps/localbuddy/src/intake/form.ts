import { plainSentence } from "./plain-sentence";
import type { Question, Rule } from "./rule";

/** A question in plain English: what a person types, in the few ways in which it is usually put. */
export interface Form {
  name: string;
  form: string;
  /** `toRule` anchors each at both ends and ignores case; the named groups are read by `ask`. */
  patterns: readonly RegExp[];
  /** Null: the words fit, what they ask for does not. */
  ask(groups: Record<string, string | undefined>): Question | null;
  examples: readonly [string, ...string[]];
  counterexamples: readonly string[];
}

/** "show me all the", the start of many questions. */
export const SHOW = "(?:show|list|give|tell)(?: me)?(?: (?:all|all the|the|my|your|our|current|recent|last|latest))*";

export function toRule(form: Form): Rule {
  const anchored = form.patterns.map((pattern) => new RegExp(`^(?:${pattern.source})$`, "iu"));
  return {
    name: form.name,
    form: form.form,
    examples: form.examples,
    counterexamples: form.counterexamples,
    match(text) {
      const sentence = plainSentence(text);
      if (sentence === null) return null;
      for (const pattern of anchored) {
        const found = pattern.exec(sentence);
        const question = found && form.ask(found.groups ?? {});
        if (question) return question;
      }
      return null;
    },
  };
}
