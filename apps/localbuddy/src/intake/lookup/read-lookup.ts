import { lines } from "../line-range";
import { BARE_STARTS, FILE_STARTS, LOOK_STARTS, QUESTION_STARTS } from "./words";

/** A message as words in lower case, with what it names taken out of it. */
export interface Lookup {
  words: readonly string[];
  /** How it begins: with a question, with "show" or the like, with a verb for files, or with a noun. */
  start: "question" | "look" | "file" | "bare";
  id?: string;
  path?: string;
  folder?: string;
  numbers: readonly number[];
}

const MAX = 160;
const COURTESY =
  /^(?:(?:hey|hi|hello|yo|ok|okay|so|well|oh|please)[,!]? )*(?:(?:can|could|would|will) you (?:please |just |quickly )?)?(?:please )?/;
const WISH =
  /^(?:(?:can|could|may) (?:i|we) (?:please )?|(?:i|we)(?: would|'d)? (?:want|like|love) to |let(?:'s| me| us) )(?=(?:see|view|get|read|look) )/;
const AFTER = /(?:,? (?:please|thanks|thank you|pls|plz))?[ ?!.]*$/;
const ID = /#?\b([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[a-f]*\d)[0-9a-f]{6,12})\b/;
const PATH =
  /`([^`]+)`|(?<![\w/])((?:[\w@+~()[\].-]*\/)+[\w@+~()[\].-]*[\w)\]]|[\w@+-][\w@+.-]*\.[a-z]\w{0,9}|\.[a-z][\w.-]+|readme|license|makefile|dockerfile|gemfile|procfile|justfile)(?=$|[\s:?!,])/i;
const FOLDER = /(?:the )?(?:`([^`]+)`|([\w@.+-]+(?:\/[\w@.+-]+)*)\/?) (?:folder|directory|dir)\b/i;
const RANGE = /(\d{1,7}) ?(?:-|–|to|through|until) ?(\d{1,7})/;

/** The message as a lookup; null when it is not one short sentence that begins like one. */
export function readLookup(text: string): Lookup | null {
  const trimmed = text.trim().replace(/[ \t]+/g, " ");
  if (trimmed === "" || trimmed.length > MAX || /[\r\n;"]/.test(trimmed)) return null;
  const plain = contractions(trimmed);
  const bare = plain.replace(new RegExp(COURTESY.source, "i"), "").replace(new RegExp(WISH.source, "i"), "");
  return namedIn(bare.replace(AFTER, ""));
}

/** Other ways to say the same. */
const contractions = (text: string): string =>
  text
    .replace(/[’]/g, "'")
    .replace(/\b(what|where|how|who|that|there|it|everything|anything)'?s\b(?= )/gi, "$1 is")
    .replace(/\ban? (?=overview|list of|report|status|look|update|queue)/gi, "")
    .replace(/\bworking (?:tree|copy|directory)\b/gi, "checkout")
    .replace(/\bto (?=approve\b)/gi, "")
    .replace(/\bwith (?=(?:the )?(?:job|request)\b)/gi, "")
    .replace(/\bi'm\b/gi, "i am")
    .replace(/\bwe're\b/gi, "we are");

/** Takes id, path, folder and numbers out; what is left are words. */
function namedIn(sentence: string): Lookup | null {
  let rest = sentence;
  const take = (pattern: RegExp): string | undefined => {
    const found = pattern.exec(rest);
    const value = found?.slice(1).find((group) => group !== undefined);
    if (found) rest = `${rest.slice(0, found.index)} ${rest.slice(found.index + found[0].length)}`;
    return value;
  };
  const id = take(ID)?.toLowerCase();
  const folder = known(take(FOLDER));
  const path = folder === undefined ? take(PATH) : undefined;
  const range = RANGE.exec(rest);
  if (range) rest = rest.replace(RANGE, " ");
  const alone = range ? undefined : take(/(?<![\w.])(\d{1,7})(?![\w.])/);
  const numbers = range ? [Number(range[1]), Number(range[2])] : alone === undefined ? [] : [Number(alone)];
  // What is left has no mark in it but those between words of a courtesy.
  if (/[^\p{L}\s'_-]/u.test(rest.replace(/ :/g, " "))) return null;
  const words = rest.replace(/[:]/g, " ").toLowerCase().split(/\s+/).filter(Boolean);
  if (!addresses(words)) return null;
  const start = startOf(words, path !== undefined || folder !== undefined, id !== undefined);
  if (start === null) return null;
  return { words, start, numbers, ...given("id", id), ...given("path", path), ...given("folder", folder) };
}

/** "Tell me", not "tell the workers"; "have I", not "have the jobs done"; "log of", not "log it"; "when" only asks. */
function addresses([first = "", second = "", ...rest]: readonly string[]): boolean {
  if (first === "tell" || first === "give") return second === "me" || second === "us";
  if (first === "have") return /^(?:i|we|you|any|anything)$/.test(second);
  if (first === "log" || first === "output") return /^(?:of|for|from)$/.test(second);
  return second !== "when" && !rest.includes("when");
}

/** "the folder" and "which folder" name none. */
const known = (folder: string | undefined): string | undefined =>
  folder !== undefined &&
  /^(?:the|this|that|which|what|a|an|my|our|your|of|in|current|root|each|every|show|list)$/i.test(folder)
    ? undefined
    : folder;

const given = <K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, string>);

function startOf(words: readonly string[], namesFile: boolean, hasId: boolean): Lookup["start"] | null {
  const [first = "", second = ""] = words;
  if (LOOK_STARTS.has(first) || (hasId && FETCHES.has(first))) return "look";
  if (namesFile && FILE_STARTS.has(first)) return "file";
  if (QUESTION_STARTS.has(first)) return "question";
  if (first === "on" || first === "in") return second === "which" || second === "what" ? "question" : null;
  if (hasId && (first === "job" || first === "request")) return "bare";
  // "Queue the jobs" is a wish, "queue length" is not.
  if (NOUNS_AND_VERBS.has(first))
    return words.length > 1 && NAMES_A_FACT.has(words.at(-1) ?? "") && words.length < 4 ? "bare" : null;
  return BARE_STARTS.has(first) ? "bare" : null;
}
/** Of a log: what one does with it to read it. */
const FETCHES = new Set(["get", "fetch", "tail", "follow"]);
const NOUNS_AND_VERBS = new Set(["queue", "status", "state"]);
const NAMES_A_FACT = new Set(["length", "size", "count", "status", "state", "update", "report", "overview"]);

/** The lines that a lookup of a file asks for. */
export function linesOf({ words, numbers }: Lookup): { from?: number; to?: number } | null {
  const [first, second] = numbers;
  if (first === undefined) return words.includes("first") ? null : {};
  if (words.includes("first")) return lines("1", String(first));
  return words.some((word) => word === "line" || word === "lines") ? lines(String(first), second?.toString()) : null;
}
