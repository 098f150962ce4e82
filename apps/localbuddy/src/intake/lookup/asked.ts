import { strangeIn } from "./grammar";
import type { Names } from "./names";
import { type Lookup, readLookup } from "./read-lookup";
import {
  DETAILS,
  FILE_STARTS,
  FILE_WORDS,
  FILLERS,
  LOOK_STARTS,
  SEARCH_KINDS,
  SEARCH_NOUNS,
  SEARCH_VERBS,
  TOPIC_WORDS,
  type TopicName,
  USED,
} from "./words";

/** A lookup of which every word is accounted for, and what its words are about. */
export interface Asked {
  lookup: Lookup;
  names: Names;
  words: readonly string[];
  first: string;
  has(...words: string[]): boolean;
  /** Of this topic, and else at most of those. */
  only(topic: TopicName, ...others: TopicName[]): boolean;
  /** Of nothing but these topics, or of none. */
  within(...topics: TopicName[]): boolean;
  /** Asks for a fact: not why or how something is so, nor what something is. */
  isFact: boolean;
  /** It names nothing but what is listed here. */
  namesOnly(...kinds: (keyof Names)[]): boolean;
}

const IGNORED = new Set([...FILLERS, ...DETAILS]);
const TOPICS = new Map<string, TopicName[]>();
for (const name of Object.keys(TOPIC_WORDS) as (keyof typeof TOPIC_WORDS)[])
  for (const word of TOPIC_WORDS[name]) TOPICS.set(word, [...(TOPICS.get(word) ?? []), name]);
const SEARCHES = new Set([...SEARCH_VERBS, ...SEARCH_NOUNS, ...USED, ...SEARCH_KINDS]);
for (const word of SEARCHES) if (!IGNORED.has(word)) TOPICS.set(word, [...(TOPICS.get(word) ?? []), "search"]);

for (const word of FILE_WORDS) if (!IGNORED.has(word) && !TOPICS.has(word)) TOPICS.set(word, ["file"]);

/** Null: some word is not of the vocabulary, or stands where it means something else. */
export function asked(lookup: Lookup): Asked | null {
  if (strangeIn(lookup) !== null) return null;
  const { words, names } = lookup;
  const about = (some: readonly string[]) => some.flatMap((word) => (TOPICS.has(word) ? [TOPICS.get(word) ?? []] : []));
  const topics = about(words);
  // "Around" and "up" may say what it is about, or nothing.
  const firm = about(
    words.filter(
      (word, index) => !FILLERS.has(word) && !(index === 0 && (LOOK_STARTS.has(word) || FILE_STARTS.has(word))),
    ),
  );
  return {
    lookup,
    names,
    words,
    first: words[0] ?? "",
    has: (...some) => some.some((word) => words.includes(word)),
    only: (topic, ...others) =>
      topics.some((of) => of.includes(topic)) &&
      firm.every((of) => of.includes(topic) || of.some((one) => others.includes(one))),
    within: (...some) => firm.every((of) => of.some((one) => some.includes(one))),
    isFact: !explains(lookup) && !defines(lookup),
    namesOnly: (...kinds) =>
      (Object.keys(names) as (keyof Names)[]).every(
        (kind) =>
          kinds.includes(kind) || names[kind] === undefined || (Array.isArray(names[kind]) && names[kind].length === 0),
      ),
  };
}

/** "How are jobs queued" asks for an explanation; "how many", "how is it going" for a fact. */
const explains = ({ words, clauses }: Lookup): boolean =>
  clauses.some((clause) => clause.words[0] === "why") ||
  words.includes("why") ||
  (words[0] === "how" &&
    !/^how (?:is|are) (?:the |my |our |your )?(?:queue|backlog|workers?|jobs?|team|system|server|requests?|pals|agents?|#id)$/.test(
      words.join(" "),
    ) &&
    !/^(?:many|much|long|big|large|deep|full|far|busy|old|often|soon)$/.test(words[1] ?? "") &&
    !words.some((word) =>
      /^(?:going|doing|looking|look|things|everything|everyone|go|moving|progressing|progress|status|state|happening)$/.test(
        word,
      ),
    ));

/** "What are approvals?" */
const defines = ({ words }: Lookup): boolean =>
  /^(?:what|who) (?:is|are|was|were) (?:(?:the|a|an) )?\S+$/.test(words.join(" ")) &&
  words.join(" ") !== "what are the branches" &&
  !/^(?:status|state|news|eta|position|place|progress|branch|diff|changes?|history|new|next|up|wrong|available|pending|waiting|queued|running|online|happening|going|doing|different|changed|left|idle|working|cooking|broken|overview|result|committed|uncommitted|staged|unstaged|untracked|modified|landed|merged|done|active|ahead|behind|late|commands|features|failed|failing|stuck|#.*)$/.test(
    words.at(-1) ?? "",
  );

/** What makes a message that begins like a lookup more than one; null where it does not begin like one. */
export function strangeWord(text: string): string | null {
  const lookup = readLookup(text);
  if (lookup === null || lookup.clauses[0]?.start === "bare") return null;
  const strange = strangeIn(lookup);
  return strange === null || strange.startsWith("#") ? null : strange;
}

/** Names that the server's data cannot be asked by; when it was is in the answer. */
export const isPlain = (asked: Asked): boolean =>
  asked.namesOnly("numbers", "since", "until") &&
  !asked.has("code", "codebase", "project", "text", "content", "contents", "lines", "git", "remote") &&
  (asked.lookup.isQuestion || asked.lookup.clauses[0]?.start !== "bare" || asked.words.some((word) => NOUN.test(word)));
/** What a message without a question has to name, to be more than "next" or "done". */
const NOUN =
  /^(?:queues?|backlog|jobs?|tasks?|requests?|workers?|workerpals?|agents?|approvals?|status|state|health|news|report|progress|help|commands?|features?|position|eta|overview|failures?)$/;
