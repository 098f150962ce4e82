import { lines as inOrder } from "../line-range";

/** What a message names, taken out of it; in its place a mark such as `#path` is left. */
export interface Names {
  ids: string[];
  paths: string[];
  /** In quotes, or written like a name in code. */
  texts: string[];
  /** Branches, tags, commits such as `HEAD~1`. */
  refs: string[];
  /** `a..b`, or the same said in words. */
  range?: string;
  lines?: { from?: number; to?: number; last?: number };
  numbers: number[];
  /** In words that git understands. */
  since?: string;
  until?: string;
  /** Plain words in a place where only a name can stand; `read-lookup.ts` says where. */
  author?: string;
  /** What the files that are meant end with. */
  ending?: string;
  place?: string;
}

const BARE_FILES =
  "readme|license|licence|copying|changelog|contributing|authors|makefile|dockerfile|jenkinsfile|vagrantfile|rakefile|gemfile|procfile|justfile|brewfile|codeowners";
const ENDING = "\\.[a-z][\\w-]{0,14}";
const PATH = new RegExp(
  `(?<![\\w/#.@-])((?:\\.{0,2}\\/)?(?:[\\w@+~()[\\]{}.-]+\\/)+(?:[\\w@+~()[\\]{}.-]*[\\w)\\]}])?|[\\w@+-][\\w@+.-]*${ENDING}|\\.[a-z][\\w.-]*\\w|${BARE_FILES})(?=$|[\\s:?!,;.)])`,
  "i",
);
/** With a slash, but no path. */
const NO_PATH = /^(?:and\/or|or\/and|yes\/no|y\/n|n\/a|w\/o?|i\/o|ci\/cd|tcp\/ip|he\/she|e\.g|i\.e|etc\.?|vs\.?)$/i;
export const looksLikePath = (text: string): boolean => PATH.exec(text)?.[0] === text && !NO_PATH.test(text);

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const BRANCHES = "main|master|develop|dev|trunk|main_agents|staging|upstream|origin";
const KINDS =
  "feature|feat|fix|bugfix|hotfix|release|releases|chore|origin|upstream|perf|refactor|agent|user|dependabot|renovate|experiment";
const REF = `(?:HEAD|${BRANCHES}|v?\\d+\\.\\d+(?:\\.\\d+)?(?:-[\\w.]+)?|v\\d+|[0-9a-f]{7,40}|[\\w-]+\\/[\\w./-]*\\w)(?:[~^]\\d*)*`;
const DAY = "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?";
const MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|tember|ober|ember)?";
const DATE = `\\d{4}-\\d{2}-\\d{2}|\\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${MONTH})|(?:${MONTH}) \\d{1,2}(?:st|nd|rd|th)?`;
const MOMENT = `yesterday|today|midnight|noon|lunch|this morning|last (?:night|week|month|year|${DAY})|(?:last |this )?(?:${DAY})(?: morning| afternoon| evening| (?:at )?\\d{1,2}:\\d{2}| (?:at )?\\d{1,2} ?[ap]m)?|${DATE}|\\d{1,2}(?::\\d{2})? ?[ap]m|\\d{1,2}:\\d{2}`;
const UNIT = "(?:minute|min|hour|hr|day|week|month|year)s?";
const NUMBER_WORDS = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
  "thirteen",
  "fourteen",
  "fifteen",
];
const COUNT = `\\d{1,4}|${NUMBER_WORDS.slice(2).join("|")}|twenty|thirty|few|couple(?: of)?`;

/** What people call kinds of files, and how those end. */
const ENDINGS: Record<string, string> = {
  ...Object.fromEntries(
    "json toml xml css html sql proto tf scss vue svelte sh go java php lua zig kt swift dart scala csv txt svg png pdf lock env ts tsx js jsx py rb rs cs cpp hpp yml yaml md"
      .split(" ")
      .map((end) => [end, `.${end}`]),
  ),
  typescript: ".ts",
  javascript: ".js",
  python: ".py",
  ruby: ".rb",
  rust: ".rs",
  markdown: ".md",
  kotlin: ".kt",
  shell: ".sh",
  terraform: ".tf",
};

type Take = (names: Names, groups: Record<string, string | undefined>) => string;
/** In the order in which they are taken out. What `put` gives back stands in the place of what was found. */
const TAKERS: readonly { what: RegExp; put: Take }[] = [
  {
    what: /`(?<text>[^`]+)`|"(?<double>[^"]+)"|“(?<curly>[^”]+)”|(?<=^|\s)'(?<single>[^']+)'(?=$|[\s?!.,;)])/,
    put: quoted,
  },
  {
    what: new RegExp(`\\*?\\.?\\b(?<kind>${Object.keys(ENDINGS).join("|")})(?= (?:source )?files?\\b)`, "i"),
    put: (names, { kind = "" }) => {
      names.ending = ENDINGS[kind.toLowerCase()] ?? `.${kind.toLowerCase()}`;
      return "#kind";
    },
  },
  { what: new RegExp(`(?<![\\w#/.])#?(?<id>${UUID})(?![\\w/-])`, "i"), put: id },
  {
    what: new RegExp(`(?<![\\w/.])(?<range>${REF}\\.{2,3}${REF})(?![\\w/])`, "i"),
    put: (names, { range = "" }) => {
      names.range = range;
      return "#range";
    },
  },
  { what: new RegExp(`${PATH.source}:(?<from>\\d{1,7})(?:-(?<to>\\d{1,7}))?`, "i"), put: pathWithLines },
  {
    what: new RegExp(
      `(?<=^|[\\s(])(?<ref>HEAD(?:[~^]\\d*)*|(?:${KINDS})\\/[\\w./-]*\\w|v\\d+(?:\\.\\d+)*(?:-[\\w.]+)?|\\d+\\.\\d+\\.\\d+|(?:${BRANCHES})(?:[~^]\\d*)*)(?=$|[\\s?!,;)']|\\.(?!\\w))(?! (?:branch(?:es)? )?(?:file|folder|directory|function|class|module)\\b)`,
      "i",
    ),
    put: (names, { ref = "" }) => named(names.refs, /^head/i.test(ref) ? ref.toUpperCase() : ref, "#ref"),
  },
  { what: PATH, put: path },
  { what: /(?<![\w#/.])#?(?<id>(?=[a-f]*\d)[0-9a-f]{6,40})(?![\w/])/i, put: id },
  { what: /(?<=\b(?:job|request|commit|task|id) #?)(?<id>[0-9a-f]{6,12}|\d{1,5})(?![\w/])/i, put: id },
  {
    what: /(?<=\b(?:the|in|of|under|inside|from|my|our|on|list|show|ls) )(?<folder>(?!(?:the|this|that|which|what|a|an|my|our|your|of|in|current|root|top|each|every|show|list|same|whole|working|work|and|or|for|called|named|is|are|has)\b)[\w.-]+)\/? (?:folder|directory|dir)\b/i,
    put: (names, { folder }) => {
      if (folder !== undefined) names.place = folder;
      return "#place";
    },
  },
  ...timeTakers(),
  ...lineTakers(),
  {
    what: new RegExp(
      `(?<=\\b(?:last|first|latest|newest|recent|next|top|past|previous) )(?<word>${NUMBER_WORDS.slice(2).join("|")}|twenty|thirty|few|couple(?: of)?)\\b`,
      "i",
    ),
    put: (names, { word = "" }) => {
      names.numbers.push(Number(asNumber(word.toLowerCase())));
      return "#n";
    },
  },
  {
    what: /(?<=^|\s)(?<author>(?!(?:let|that|it|what|who|here|there|how|where|he|she|today|yesterday|week|month)['’])[\p{L}][\p{L}\d-]+)(?:['’]s|s['’])(?= (?:last |latest |recent |newest |new )*(?:commits?|changes)\b)/u,
    put: (names, { author }) => {
      if (author !== undefined) names.author = author;
      return "#author";
    },
  },
  {
    what: /(?<=\b(?:by|from) )(?<author>\p{Lu}[\p{L}-]+ \p{Lu}[\p{L}-]+)(?=$|[\s?!.,])/u,
    put: (names, { author }) => {
      if (author !== undefined) names.author = author;
      return "#author";
    },
  },
  {
    what: /(?<![\w#])(?<symbol>@?(?:[\w$]+(?:::|->|\.))+[\w$]+(?:\(\)?)?|[\w$]+\(\)?|@[a-z]\w+|[$]\w+|\w*_\w+|(?!I[A-Z]\b)[a-z]+[A-Z]\w*|[A-Z][a-z\d]+[A-Z]\w*|[A-Z]{2}[A-Z\d]+(?=$|[\s?!.,;:)'])|[A-Z]{2,}s(?!\w)|[A-Z]{2,}[a-z]\w+|(?=[a-z]*\d)[a-z][a-z\d]{3,})(?=$|[\s?!,;.:)])/,
    put: symbol,
  },
  { what: /(?<![\w#.])#?(?<n>\d{1,7})(?![\w.]\w)(?:st|nd|rd|th)?/, put: number },
];

function quoted(names: Names, { text, double, curly, single }: Record<string, string | undefined>): string {
  const value = text ?? double ?? curly ?? single ?? "";
  return looksLikePath(value) || (text !== undefined && /\.\w+$/.test(value))
    ? named(names.paths, value, "#path")
    : named(names.texts, value, "#text");
}

function id(names: Names, { id: value = "" }: Record<string, string | undefined>): string {
  return named(names.ids, value.toLowerCase(), "#id");
}

function path(names: Names, groups: Record<string, string | undefined>): string {
  const value = groups[1] ?? "";
  return NO_PATH.test(value) ? "#strange" : named(names.paths, value, "#path");
}

function pathWithLines(names: Names, groups: Record<string, string | undefined>): string {
  names.lines = inOrder(groups["from"], groups["to"]);
  return path(names, groups);
}

function symbol(names: Names, { symbol: value = "" }: Record<string, string | undefined>): string {
  return NOT_CODE.test(value)
    ? value.toLowerCase()
    : named(names.texts, value.replace(/^([A-Z]{2,})s$/, "$1"), "#text");
}
const NOT_CODE =
  /^(?:asap|sourcecontrolmanager|source_control_manager|scm|cto|ceo|cfo|fyi|btw|eta|wip|pls|plz|thx|utc|cest|gmt|iphone|github|gitlab|localbuddy|pushpals|workerpals?|remotebuddy|faq|api|url|cli)$/i;

function number(names: Names, { n }: Record<string, string | undefined>): string {
  names.numbers.push(Number(n));
  return "#n";
}

function lineTakers(): { what: RegExp; put: Take }[] {
  const set =
    (lines: Names["lines"]): Take =>
    (names) => {
      names.lines = lines as NonNullable<Names["lines"]>;
      return "#lines";
    };
  return [
    {
      what: /\b(?:lines?|ll?\.?)? ?\b[lL]?(?<from>\d{1,7}) ?(?:-|–|to|through|until|till|\.\.|thru) ?(?:line )?[lL]?(?<to>\d{1,7})\b(?: lines)?/,
      put: (names, { from, to }) => set(inOrder(from, to))(names, {}),
    },
    {
      what: /\b(?:lines? |L)#?(?<from>\d{1,7}) (?:and|&) (?<to>\d{1,7})\b/,
      put: (names, { from, to }) => set(inOrder(from, to))(names, {}),
    },
    {
      what: /\b(?:the )?(?:first|top|upper) (?<n>\d{1,6}) (?:lines?|rows)\b/,
      put: (names, { n }) => set(inOrder("1", n))(names, {}),
    },
    {
      what: /\b(?:the )?(?:last|bottom|final) (?<n>\d{1,6}) (?:lines?|rows)\b/,
      put: (names, { n }) => set({ last: Number(n) })(names, {}),
    },
    { what: /\b(?:the )?first line\b/, put: set({ from: 1, to: 1 }) },
    {
      what: /\b(?:the )?(?:last|final) lines\b|\b(?:the )?(?:end|bottom|tail)(?= of (?:the )?#path)/,
      put: set({ last: 40 }),
    },
    {
      what: /\bline #?(?<n>\d{1,7})\b|\bL(?<l>\d{1,7})\b/,
      put: (names, { n, l }) => set(inOrder(n ?? l, undefined))(names, {}),
    },
  ];
}

function asNumber(text: string): string {
  const word = NUMBER_WORDS.indexOf(text);
  if (word > 0) return String(word);
  return /^\d/.test(text) ? text : ({ few: "3", twenty: "20", thirty: "30" }[text] ?? "2");
}

/** Moments for git, which reads "3 days ago" and "last week" by itself. */
function timeTakers(): { what: RegExp; put: Take }[] {
  return [
    {
      what: new RegExp(
        `\\b(?:between|from) (?:the )?(?<from>${MOMENT}) (?:and|to|until|till) (?:the )?(?<to>${MOMENT})\\b`,
        "i",
      ),
      put: (names, { from = "", to = "" }) => {
        names.since = begins(from);
        names.until = `${begins(to)}`.replace(/ 00:00$/, " 23:59");
        return "#time";
      },
    },
    {
      what: new RegExp(
        `\\b(?:in |during |over |within |from |of )?(?:the )?(?:last|past|previous) (?:(?<n>${COUNT}) )?(?<unit>minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\\b`,
        "i",
      ),
      put: (names, { n, unit = "" }) => {
        names.since = `${n === undefined ? 1 : asNumber(n)} ${unit.replace(/^hr/, "hour").replace(/^mins?$/, "minutes")} ago`;
        return "#time";
      },
    },
    {
      what: new RegExp(`\\b(?:since |from )?(?<n>${COUNT}|an?) (?<unit>${UNIT}) ago\\b`, "i"),
      put: (names, { n = "", unit = "" }) => {
        names.since = `${/^an?$/.test(n) ? 1 : asNumber(n)} ${unit} ago`;
        return "#time";
      },
    },
    {
      what: new RegExp(`\\b(?:until|till|before|up to) (?:the )?(?<to>${MOMENT})(?=$|[\\s?!.,;])`, "i"),
      put: (names, { to = "" }) => {
        names.until = begins(to);
        return "#time";
      },
    },
    {
      what: new RegExp(
        `\\b(?:(?:ever )?since|from|after|on|in|of|as of)? ?(?:the )?(?<from>${MOMENT})(?:'s)?(?=$|[\\s?!.,;])`,
        "i",
      ),
      put: (names, { from = "" }) => {
        names.since = begins(from);
        return " #time";
      },
    },
    {
      what: new RegExp(
        `\\b(?:for |within |in )?(?:the )?(?:${COUNT}|an|a) (?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)(?! ago)\\b`,
        "i",
      ),
      put: () => "#time",
    },
    {
      what: /\b(?:in |during )?this (?<unit>week|month|year)(?:'s)?\b/i,
      put: (names, { unit }) => {
        names.since = `1 ${unit} ago`;
        return "#time";
      },
    },
  ];
}

/** The moment at which a day begins, not the time of day that it is now. */
function begins(moment: string): string {
  const said = moment
    .toLowerCase()
    .replace(/^last (?=mon|tue|wed|thu|fri|sat|sun)|^this (?=mon|tue|wed|thu|fri|sat|sun)/, "");
  if (said === "today" || said === "this morning" || said === "midnight") return "midnight";
  if (said === "lunch") return "noon";
  if (said === "last night") return "yesterday 18:00";
  if (/^last /.test(said)) return `1 ${said.slice(5)} ago`;
  if (/\d ?[ap]m$|:/.test(said) || said === "noon") return said;
  return `${said.replace(/ (?:morning|afternoon|evening)$/, "").replace(/(\d)(?:st|nd|rd|th)( of)?/, "$1")} 00:00`;
}

function named(into: string[], value: string, mark: string): string {
  into.push(value);
  return mark;
}

/** The text with marks for what it names, and the names. */
export function takeNames(text: string): { rest: string; names: Names } {
  const names: Names = { ids: [], paths: [], texts: [], refs: [], numbers: [] };
  let rest = text.replace(
    new RegExp(
      `\\b(${NUMBER_WORDS.slice(2).join("|")}|twenty|thirty)(?= (?:most |last |latest |newest |recent )*(?:lines?|rows|levels?|commits|jobs|requests|entries|files|workers|branches)\\b)`,
      "gi",
    ),
    (word) => asNumber(word.toLowerCase()),
  );
  for (const { what, put } of TAKERS)
    for (let found = what.exec(rest); found !== null; found = what.exec(rest)) {
      const groups = { ...found.groups, ...(found[1] === undefined ? {} : { 1: found[1] }) };
      rest = `${rest.slice(0, found.index)} ${put(names, groups)} ${rest.slice(found.index + found[0].length)}`;
    }
  return { rest: rest.replace(/\s+/g, " ").trim(), names };
}
