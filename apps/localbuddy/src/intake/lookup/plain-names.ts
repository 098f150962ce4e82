import type { Names } from "./names";
import { isKnown, SEARCH_KINDS, SEARCH_NOUNS, SEARCH_VERBS, USED, WISHES } from "./words";

type Role = "text" | "author" | "place" | "ref" | "file";

const FOLDER = /^(?:folder|directory|dir|package|module|crate|subfolder|subdirectory)$/;
const INTO = /^(?:in|under|inside|within|below|beneath)$/;
/** What things are sent by and ordered by. */
const NO_NAME =
  /^(?:e?mail|date|dates|size|age|slack|sms|phone|post|default|hand|mistake|accident|design|type|priority|alphabet|far)$/;
const GIT =
  /^(?:commit|commits|committed|log|history|pushed|changed|changes|change|touched|landed|merged|edited|modified|files|file|tree)$/;
const COMPARES =
  /^(?:diff|diffs|difference|differences|differs?|changed|changes|different|ahead|merged|log|commits|history)$/;

/**
 * A word that the vocabulary lacks is a name where nothing but a name can stand: what is searched for, who did it, in
 * which folder, on which branch. One word: the next could be a verb, in whatever language. The rest is left as it is.
 */
export function nameIn(words: readonly string[], names: Names): string[] {
  const out: string[] = [];
  const stands = /^where (?:is|are|do we) (?:the )?(\S+) (\S+)$/.exec(words.join(" "));
  if (stands && USED.has(stands[2] ?? "") && !stands[1]?.startsWith("#")) {
    names.texts.push((stands[1] ?? "").replace(/s$/, ""));
    return ["where", "is", "#text", stands[2] ?? ""];
  }
  for (let at = 0; at < words.length; ) {
    const to = endOfRun(words, at);
    const run = words.slice(at, to);
    const isAskedFor = words[0] === "where" && USED.has(words[to] ?? "");
    const isQuoted = run.length === 1 && /^(?:word|string|text|term|phrase)$/.test(words[at - 1] ?? "");
    const role =
      run.length === 1 && (isAskedFor || isQuoted || !run.some((word) => WISHES.has(word)))
        ? roleOf(words, at, to, names)
        : null;
    if (role === null) {
      out.push(...words.slice(at, Math.max(to, at + 1)));
    } else {
      if (role !== "file") out.push(`#${role}`);
      put(names, role, run.join(" "));
    }
    at = Math.max(to, at + 1);
  }
  return out;
}

function endOfRun(words: readonly string[], from: number): number {
  let to = from;
  while (to < words.length && !(isKnown(words[to] ?? "") && !isFolderHere(words, to)) && !words[to]?.startsWith("#"))
    to++;
  return to;
}

/** "Tests" is a word of lookups, and at the end of "the files in tests" a folder. */
const isFolderHere = (words: readonly string[], at: number): boolean =>
  at === words.length - 1 && INTO.test(words[at - 1] ?? "") && /^(?:tests?|checks?|types)$/.test(words[at] ?? "");

function put(names: Names, role: Role, value: string): void {
  if (role === "text") names.texts.push(value);
  else if (role === "ref") names.refs.push(value);
  else if (role === "author") names.author = value;
  else if (role === "place") names.place = value;
}

function roleOf(words: readonly string[], at: number, to: number, names: Names): Role | null {
  const [before = "", next = ""] = [words[at - 1], words[to]];
  // Where a verb could stand, it may be one.
  if (at === 0 || /^(?:you|i|we|they|and|then|not|let|us|or|please|someone|anyone|now|just)$/.test(before)) return null;
  if (before === "to" && next !== "") return null;
  const has = (pattern: RegExp) => words.some((word) => pattern.test(word));
  const ends =
    next === "" || INTO.test(next) || /^(?:#|anywhere|everywhere|somewhere|across|through|from|at)/.test(next);
  if (
    FOLDER.test(next) ||
    (FOLDER.test(before) &&
      ends &&
      /^(?:the|of|in|a|list|show|this|)$/.test(words[at - 2] ?? "") &&
      !/^(?:off|away|up)$/.test(words[at] ?? ""))
  )
    return "place";
  const isState = /^(?:is|are|was)$/.test(words[0] ?? "") && next === "" && !/^(?:called|named)$/.test(before);
  if (
    next === "" &&
    /^(?:called|named)$/.test(before) &&
    words.some((word) => word === "branch" || word === "branches")
  )
    return "ref";
  if (!isState && (before === "branch" || before === "tag" || next === "branch" || next === "tag")) return "ref";
  if (isSearched(words, at, to, ends)) return "text";
  // "The migration file 0042.sql".
  if (next === "file" && words[to + 1] === "#path" && /^(?:the|my|our|a)$/.test(before)) return "file";
  if (
    before === "of" &&
    words[at - 2] !== "need" &&
    ends &&
    has(/^(?:tree|files|folders|subfolders|subdirectories|directories|contents|listing|structure|layout)$/)
  )
    return "place";
  if (before === "the" && INTO.test(words[at - 2] ?? "") && next === "" && names.texts.length > 0) return "place";
  if (next === "tree" && /^(?:the|show|list|)$/.test(before)) return "place";
  if (INTO.test(before) && next === "" && (has(GIT) || names.texts.length > 0)) return "place";
  if (/^(?:by|from)$/.test(before) && has(GIT))
    return (ends || /^(?:since|until|before|after|this|last|today|so|on)$/.test(next)) && !NO_NAME.test(words[at] ?? "")
      ? "author"
      : null;
  if (
    /^(?:did|has)$/.test(before) &&
    /^(?:make|made|been|commit|commited|committed|push|pushed|change|changed|do|done|land|touch|merge|merged)$/.test(
      next,
    )
  )
    return "author";
  if (/^(?:against|between|and|with|than|from|to|on|into|of)$/.test(before) && has(COMPARES) && next === "")
    return "ref";
  return null;
}

function isSearched(words: readonly string[], at: number, to: number, ends: boolean): boolean {
  const [before = "", next = ""] = [words[at - 1], words[to]];
  const earlier = words.slice(0, at);
  const asked = /^(?:where|who|what|which|is|are|does|do|has|did)$/.test(words[0] ?? "");
  if (
    (SEARCH_KINDS.has(next) || SEARCH_KINDS.has(before)) &&
    words.some((word) => USED.has(word) || SEARCH_VERBS.has(word) || SEARCH_NOUNS.has(word) || word === "where")
  )
    return true;
  if (/^(?:named|called)$/.test(before) && words.some((word) => SEARCH_KINDS.has(word))) return ends && asked;
  if (/^(?:mention|mentions|mentioning|mentioned|containing|contain)$/.test(before) && words.includes("commits"))
    return ends;
  if (SEARCH_VERBS.has(before) && before !== "look" && before !== "find") return ends;
  if (before === "for") return ends && earlier.some((word) => SEARCH_VERBS.has(word));
  if (/^(?:of|to|with)$/.test(before)) return ends && earlier.some((word) => SEARCH_NOUNS.has(word));
  if (earlier.includes("#path")) return false;
  if (USED.has(before) || (/^(?:the|our|a)$/.test(before) && USED.has(words[at - 2] ?? ""))) return ends && asked;
  return asked && USED.has(next) && /^(?:where|is|are|does|do|we|the|our|who|did|has|you)$/.test(before);
}
