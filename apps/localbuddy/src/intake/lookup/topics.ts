import type { Rule } from "../rule";
import { type Asked, asked } from "./asked";
import { readLookup } from "./read-lookup";
import type { Topic } from "./topic";
import { CHECKOUT } from "./topics/checkout";
import { DIFFERENCES } from "./topics/differences";
import { FILES } from "./topics/files";
import { HISTORY_OF_COMMITS } from "./topics/history";
import { ITEMS } from "./topics/items";
import { SEARCH } from "./topics/search";
import { STATUS } from "./topics/status";
import { WORK } from "./topics/work";

/** In the order in which they are tried. */
const TOPICS: readonly Topic[] = [
  ...ITEMS.filter(({ name }) => name === "log"),
  ...SEARCH,
  ...HISTORY_OF_COMMITS.filter(({ name }) => name === "commit"),
  ...ITEMS.filter(({ name }) => name !== "log"),
  ...WORK,
  ...STATUS,
  ...HISTORY_OF_COMMITS.filter(({ name }) => name !== "commit"),
  ...DIFFERENCES,
  ...CHECKOUT,
  ...FILES,
];

/** Lookups of which every word is known, as rules. What they are about decides; how they are put does not. */
export const LOOKUPS: readonly Rule[] = TOPICS.map(({ name, form, ask, examples, counterexamples }) => ({
  name: `about_${name}`,
  form,
  examples,
  counterexamples,
  match: (text) => {
    const read = reading(text);
    return read && ask(read);
  },
}));

let last: { text: string; asked: Asked | null } | null = null;

/** All rules are tried on one text in turn, so it is read once. */
function reading(text: string): Asked | null {
  if (last?.text !== text) {
    const lookup = readLookup(text);
    last = { text, asked: lookup && asked(lookup) };
  }
  return last?.asked ?? null;
}
