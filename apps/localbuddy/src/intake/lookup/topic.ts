import type { Question } from "../rule";
import type { Asked } from "./asked";

/** What a lookup may be about. The examples and counterexamples are its tests. */
export interface Topic {
  name: string;
  form: string;
  ask(asked: Asked): Question | null;
  examples: readonly [string, ...string[]];
  counterexamples: readonly string[];
}
