import { type Form, SHOW } from "./form";
import { lines } from "./line-range";

/** A word that can only be meant as a file: has a folder or an ending, is in backticks, or is a well-known bare name. */
const PATH =
  "(?:`(?<quoted>[^`]+)`|(?<path>[\\w@+~()[\\].-]*\\/[\\w@+~()[\\]./-]*[\\w)\\]]|[\\w@+.-]+\\.[a-z]\\w{0,9}|readme|license|makefile|dockerfile|gemfile|procfile|justfile))";
const CODE = " in (?:the |this |our |my )?(?:code|codebase|repo|repository|project|files)";
/** What to look for: in quotes anything, bare only one word. */
const TERM = `(?:\`(?<tick>[^\`]+)\`|"(?<double>[^"]+)"|'(?<single>[^']+)'|(?<word>[\\w$@#.:/()[\\]<>*+-]+))`;
/** Bare words that name a finding to be thought about, not a text to look up: those need a planner. */
const FINDING =
  /^(?:bugs?|issues?|problems?|errors?|mistakes?|typos?|vulnerabilit(?:y|ies)|leaks?|duplicates?|improvements?|ways?|ideas?|it|this|that|them|something|anything|everything|dead|unused|missing)$/i;

/** About the user's repository. */
export const REPOSITORY_QUESTIONS: readonly Form[] = [
  {
    name: "git_status",
    form: "git status",
    patterns: [
      /git status(?: (?:-s|-sb|--short))?/,
      new RegExp(`${SHOW} git status`),
      /(?:which|what) branch (?:am i|are we|are you|is it) on|what(?:'s|’s| is) the (?:current )?branch/,
      /is (?:the|my) (?:repo|repository|working tree|checkout) (?:clean|dirty)/,
      /(?:are there|do i have|is there|have i got) (?:any )?(?:uncommitted|unstaged|local) changes/,
    ],
    ask: () => ({ about: "git_status" }),
    examples: ["git status", "which branch are we on?", "what is the current branch", "is the repo clean?"],
    counterexamples: [
      "git status should be green, fix it",
      "what is the current branch? Switch to main",
      "clean the repo",
      "run `git status`",
    ],
  },
  {
    name: "git_log",
    form: "git log",
    patterns: [
      /git (?:log|history)(?: --?(?:oneline|graph|all|stat|decorate|n ?\d+|\d+))*/,
      new RegExp(`${SHOW} (?:git )?(?:log|history|commits|commit log|commit history)`),
      /what (?:are|were) the (?:last|latest|recent) commits|what (?:is|was) the (?:last|latest) commit/,
      /(?:who|what was) (?:committed|landed|pushed) last/,
    ],
    ask: () => ({ about: "git_log" }),
    examples: ["git log", "show me the git log", "show the latest commits", "what were the last commits?"],
    counterexamples: [
      "revert the last commits",
      "git log the change",
      "show commits per author in the client",
      "squash the last commits",
    ],
  },
  {
    name: "git_diff",
    form: "what changed",
    patterns: [
      /git diff(?: --(?:stat|name-only|name-status))?|diff/,
      new RegExp(`${SHOW} (?:git )?(?:diff|changes|uncommitted changes)`),
      /what(?:'s|’s| has| have i| did i)? changed?(?: here)?/,
      /(?:which|what) files (?:(?:have )?(?:i )?(?:have )?changed|did i change|are changed)/,
    ],
    ask: () => ({ about: "git_diff" }),
    examples: ["what changed", "What has changed?", "git diff", "show me the diff", "what did I change?"],
    counterexamples: [
      "what changed should be undone",
      "what has to be changed so that the tests pass",
      "change the diff view",
      "commit the changes",
      "show me the changes you would make to speed it up",
    ],
  },
  {
    name: "branches",
    form: "which branches are there",
    patterns: [
      /(?:git )?branches|git branch(?: (?:-a|-r|-v|-vv|-av|--all|--list|--remotes))?/,
      new RegExp(`${SHOW} (?:git )?branches`),
      /(?:which|what) branches (?:are there|exist|do we have)/,
    ],
    ask: () => ({ about: "branches" }),
    examples: ["which branches are there?", "git branches", "list the branches"],
    counterexamples: [
      "delete merged branches",
      "branches: protect main",
      "which branches are there in the parser? cover them",
    ],
  },
  {
    name: "file",
    form: "show me <path>  ·  show lines <a>-<b> of <path>",
    patterns: [
      new RegExp(
        `(?:show|open|cat|view|read|print|display|let me see)(?: me)?(?: the)?(?: contents? of)?(?: the)?(?: file)? ${PATH}(?::(?<a>\\d{1,7})(?:-(?<b>\\d{1,7}))?)?`,
      ),
      new RegExp(
        `(?:(?:show|read)(?: me)? )?(?:the )?lines? (?<a>\\d{1,7})(?: ?(?:-|–|to|until) ?(?<b>\\d{1,7}))? (?:of|in|from) (?:the file )?${PATH}`,
      ),
      new RegExp(`what(?:'s|’s| is) in (?:the file )?${PATH}`),
      new RegExp(`what does ${PATH} look like`),
    ],
    ask: ({ quoted, path, a, b }) => ({ about: "file", path: quoted ?? path ?? "", ...lines(a, b) }),
    examples: [
      "show me src/a.ts",
      "show src/a.ts:10-20",
      "show lines 10-20 of src/a.ts",
      "show me line 7 of src/a.ts",
      "what's in package.json?",
      "cat README.md",
      "can you show me the file `docs/my notes.md`?",
    ],
    counterexamples: [
      "show me how to fix src/a.ts",
      "show src/a.ts to all users",
      "open a pull request",
      "read src/a.ts and fix the bug",
      "show me a.ts but with tabs",
      "remove lines 10-20 of src/a.ts",
      "show errors in the footer",
    ],
  },
  {
    name: "search",
    form: "search for <word>  ·  where is <name> defined",
    patterns: [
      new RegExp(`(?:search|search for|grep|grep for|look for) ${TERM}(?:${CODE})?`),
      new RegExp(`find ${TERM}${CODE}`),
      new RegExp(
        `(?:search|grep) (?:in |through )?(?:the |our |my )?(?:code|codebase|repo|repository|project|files) for ${TERM}`,
      ),
      new RegExp(
        `(?:find|show|show me|list|where are) (?:all )?(?:the )?(?:usages?|uses|references|occurrences|mentions|callers|calls) (?:of|to) ${TERM}(?:${CODE})?`,
      ),
      new RegExp(
        `(?:is|does) ${TERM} (?:used|called|imported|mentioned|occur|appear) (?:anywhere|somewhere)(?:${CODE})?`,
      ),
      new RegExp(`(?:does|do) (?:anything|anybody|anyone|we|any file) (?:still )?(?:use|call|import|mention) ${TERM}`),
      new RegExp(
        `(?:tell me|show me|show|find|find out) where ${TERM} is (?:defined|declared|used|called|imported|mentioned|set)(?:${CODE})?`,
      ),
      new RegExp(`where(?:'s|’s| is| can i find| do i find) (?:the )?(?:definition|declaration) of ${TERM}`),
      new RegExp(`find (?:the )?(?:definition|declaration) of ${TERM}(?:${CODE})?`),
      new RegExp(`(?:is|are) there (?:any |a )?${TERM}${CODE}`),
      new RegExp(`grep (?:-[a-z]+ )+${TERM}(?: [\\w./-]+)?`),
      new RegExp(
        `where(?:'s|’s| is| are) (?:(?:the )?(?:class|function|method|type|interface|variable|constant|component|hook|struct|module|enum|trait|macro) )?${TERM} (?:being )?(?:defined|declared|used|called|imported|mentioned|set)(?:${CODE})?`,
      ),
      new RegExp(`(?:who|which files?) (?:calls?|uses?|imports?|mentions?) ${TERM}`),
      new RegExp(`where do (?:we|you|i) (?:use|call|import|define|mention|set) ${TERM}(?:${CODE})?`),
      new RegExp(`where does ${TERM} (?:occur|appear|come from)(?:${CODE})?`),
      new RegExp(`in (?:which|what) files? (?:is|are) ${TERM} (?:defined|declared|used|called|imported|mentioned|set)`),
    ],
    ask: ({ tick, double, single, word }) => {
      if (word !== undefined && FINDING.test(word)) return null;
      return { about: "search", text: tick ?? double ?? single ?? word ?? "" };
    },
    examples: [
      "search for foo",
      "where is foo defined?",
      "where is `createClient` used in the code",
      'search for "two words"',
      "grep parseScript",
      "who calls enqueueJob?",
      "find TODO in the repo",
    ],
    counterexamples: [
      "search for foo and replace it with bar",
      "search for bugs",
      "find the bug",
      "find unused exports and remove them",
      "look for vulnerabilities in the code",
      "add a search for users",
      "where is the config set wrongly? Correct it",
    ],
  },
  {
    name: "tree",
    form: "what files are in <folder>",
    patterns: [
      /(?:what|which) files (?:are there|do we have|exist)|(?:show|list)(?: me)?(?: all)?(?: the)? (?:files|tree)|ls|tree/,
      /(?:(?:what|which) files are|(?:show|list)(?: me)?(?: all)?(?: the)? files) in (?:the folder |the directory )?(?:`(?<quoted>[^`]+)`|(?<path>[\w@+~()[\]./-]+))/,
      /(?:list|show)(?: me)? (?<path>[\w@+~().-]+(?:\/[\w@+~().-]+)*\/)/,
      /(?:ls|tree) (?<path>[\w@+~()[\]./][\w@+~()[\]./-]*)/,
      /what(?:'s|’s| is) in (?:the folder |the directory )?(?<path>[\w@+~()[\].-]+\/)/,
    ],
    ask: ({ quoted, path }) => ({ about: "tree", path: (quoted ?? path ?? "").replace(/^\.\/?$|\/+$/, "") }),
    examples: ["what files are in src", "list the files", "which files are in apps/server?", "ls", "tree src/"],
    counterexamples: [
      "list the files in src that are unused and delete them",
      "which files are in need of tests",
      "tree shaking does not work",
    ],
  },
];
