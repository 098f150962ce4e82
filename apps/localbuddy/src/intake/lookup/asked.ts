import { type Lookup, readLookup } from "./read-lookup";
import { DETAILS, FILLERS, LOOK_STARTS, TOPIC_WORDS, type TopicName } from "./words";

/** What the words of a lookup are about; every word is accounted for. */
export interface Asked {
  topics: ReadonlySet<TopicName>;
  has(...words: string[]): boolean;
}

const IGNORED = new Set([...FILLERS, ...DETAILS]);
const TOPICS = new Map(
  (Object.keys(TOPIC_WORDS) as TopicName[]).flatMap((name) =>
    [...TOPIC_WORDS[name]].map((word) => [word, name] as const),
  ),
);
const topicOf = (word: string): TopicName | undefined => TOPICS.get(word);

/** Null: some word is not of the vocabulary, or stands where it means something else. */
export function askedIn({ words, id }: Lookup): Asked | null {
  const has = (...some: string[]) => some.some((word) => words.includes(word));
  const topics = new Set<TopicName>();
  for (const [index, word] of words.entries()) {
    const topic = topicOf(word);
    if (topic !== undefined) topics.add(topic);
    else if (!(IGNORED.has(word) || (index === 0 && (LOOK_STARTS.has(word) || id !== undefined)))) return null;
    if (isVerb(words, index)) return null;
  }
  if (id === undefined && topics.size > 1 && words.some((_, index) => isPlace(words, index))) return null;
  if (has("use") && !topics.has("help")) return null;
  if (has("run") && !(has("did") && topics.has("jobs"))) return null;
  if (has("need", "needs") && !topics.has("approvals") && !topics.has("help")) return null;
  if (has("where") && !(topics.has("queue") || topics.has("jobs"))) return null;
  return { topics, has };
}

/** Words that are lookups as nouns and work as verbs: "what did I change", but not "change the status". */
function isVerb(words: readonly string[], index: number): boolean {
  const [word, before = "", after = ""] = [words[index], words[index - 1], words[index + 1]];
  const asked =
    /^(?:i|we|you|anything|any|jobs?|it)$/.test(before) && words.some((one) => /^(?:did|does|do)$/.test(one));
  if (word === "change" || word === "fail" || word === "finish" || word === "land") return !asked;
  if (word === "commit")
    return !/^(?:last|latest|newest|recent|current|the)$/.test(before) && !/^(?:history|log|messages)$/.test(after);
  if (word === "update") return after !== "";
  if (word === "do" && after === "")
    return !/^(?:did|does)$/.test(words.find((one) => /^(?:did|does)$/.test(one)) ?? "");
  if (word === "do" || word === "does")
    return !/^(?:i|we|you|the|any|anything)$/.test(after) || (after === "the" && !words.includes("look"));
  return false;
}

/** "In the status", "on the history": where something is to be shown is a wish for a change. What waits is in a queue. */
function isPlace(words: readonly string[], index: number): boolean {
  const topic = topicOf(words[index] ?? "");
  const before = /^(?:the|my|your|our|this)$/.test(words[index - 1] ?? "") ? words[index - 2] : words[index - 1];
  return (
    topic !== undefined &&
    topic !== "queue" &&
    topic !== "jobs" &&
    topic !== "requests" &&
    /^(?:in|on|at)$/.test(before ?? "")
  );
}

/** Exactly these, beside what may come with anything. */
export const only = (asked: Asked, ...names: TopicName[]): boolean =>
  asked.topics.size > 0 &&
  [...asked.topics].every((name) => names.includes(name)) &&
  asked.topics.has(names[0] as TopicName);

/** "How are jobs queued" asks for an explanation; "how many" and "how long" for a fact. */
export const explains = ({ words }: Lookup): boolean =>
  (words[0] === "how" &&
    !/^(?:many|long|big|full)$/.test(words[1] ?? "") &&
    !words.some((word) => /^(?:going|doing|looking|look)$/.test(word))) ||
  words[0] === "why";
/** "What are approvals?" */
export const defines = ({ words }: Lookup): boolean =>
  /^(?:what|who) (?:is|are|was|were) (?:the )?\S+$/.test(words.join(" "));

export const fact = (lookup: Lookup): boolean => !explains(lookup) && !defines(lookup);

/** What makes a message that begins like a lookup more than one; null where it does not begin like one. */
export function strangeWord(text: string): string | null {
  const lookup = readLookup(text);
  return lookup?.words.find((word, index) => !(isKnown(word) || (index === 0 && LOOK_STARTS.has(word)))) ?? null;
}
const isKnown = (word: string): boolean => IGNORED.has(word) || topicOf(word) !== undefined;
