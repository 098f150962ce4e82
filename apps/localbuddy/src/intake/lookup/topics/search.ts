import type { Topic } from "../topic";
import { FILLERS, SEARCH_NOUNS, SEARCH_VERBS, USED } from "../words";

/** Where something stands in the code. */
export const SEARCH: readonly Topic[] = [
  {
    name: "search",
    form: "anything about where <text> stands in the code",
    ask: (asked) => {
      const { names, words, has, first, lookup } = asked;
      const byText = names.texts.length === 1;
      const isUsed = words.some((word) => USED.has(word) || SEARCH_NOUNS.has(word));
      const byPath =
        names.texts.length === 0 &&
        names.paths.length === 1 &&
        isUsed &&
        has(
          "find",
          "search",
          "grep",
          "list",
          "all",
          "who",
          "what",
          "which",
          "anything",
          "anybody",
          "anyone",
          "where",
          "is",
          "does",
          "references",
          "usages",
          "uses",
          "mentions",
          "imports",
        ) &&
        !has("changed", "called", "in", "touched", "live", "lives", "located");
      if (!byText && !byPath) return null;
      const [text = ""] = byText ? names.texts : names.paths;
      if (!asked.namesOnly("texts", "paths", "place", "numbers") || names.paths.length > 1 || has("why", "not", "no"))
        return null;
      const isMark = /^(?:show|list|all|find)$/.test(first) && /^(?:TODO|FIXME|HACK|XXX)$/.test(text);
      const isThere =
        isMark ||
        (/^(?:is|are|do|does|any|has|have|how|show|list)$/.test(first) &&
          has("there", "any", "have", "many", "contain", "all"));
      const looks =
        isUsed ||
        has("where") ||
        (has("which", "what") && has("file", "files")) ||
        words.some((word) => SEARCH_VERBS.has(word)) ||
        isThere;
      if (!looks || (first === "how" && !has("many", "often", "much"))) return null;
      if (
        !words.every(
          (word) =>
            word.startsWith("#") ||
            FILLERS.has(word) ||
            SEARCHED.has(word) ||
            USED.has(word) ||
            SEARCH_NOUNS.has(word) ||
            SEARCH_VERBS.has(word) ||
            asked.lookup.clauses.length === 0 ||
            KINDS.test(word),
        )
      )
        return null;
      if (
        lookup.clauses[0]?.start === "bare" &&
        !lookup.isQuestion &&
        !SEARCH_VERBS.has(first) &&
        !(words.some((word) => SEARCH_NOUNS.has(word)) && has("of", "to", "for", "with", "in"))
      )
        return null;
      const within = byText ? (names.paths[0] ?? names.place) : names.place;
      return { about: "search", text, ...(within === undefined ? {} : { path: within.replace(/\/+$/, "") }) };
    },
    examples: [
      'grep for "deprecated" in include/',
      "does anybody use the symbol kMaxFrameSize?",
      "where's the env var REDIS_URL read",
      "occurrences of std::shared_ptr in src/render",
      "is parse_args defined more than once in this repo",
      "show me where the struct RingBuf is declared",
      "search for kafka in docs",
    ],
    counterexamples: [
      "find usages of legacyHash, are any of them security relevant?",
      "where should I read REDIS_URL?",
      "is asyncio.gather ok here?",
      "find the bug in merge_intervals",
      "search for a lib that does fuzzy matching",
      "set TODO to done",
      "why is parse_args used twice",
    ],
  },
];

const SEARCHED = new Set(
  "with code repo repository codebase project text named called exist exists lines line files file folder directory local left to a an than whole entire single source tests out more contents remaining again".split(
    " ",
  ),
);
const KINDS =
  /^(?:function|functions|methods?|class|classes|structs?|enum|types?|interfaces?|traits?|macros?|symbols?|constants?|variables?|vars?|env|environment|string|words?|phrase|text|hook|component|annotation|decorator|flag|keys?|keyword|route|option|parameter|comments?|flag|feature|literal|field)$/;
