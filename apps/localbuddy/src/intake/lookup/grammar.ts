import type { Clause, Lookup } from "./read-lookup";
import { AFTER_NOUN, FILE_STARTS, IN_QUESTIONS, isInPassing, isKnown, NOUNS_AND_VERBS } from "./words";

/** What there can be one more of: "a branch" where nothing is asked is one that is not there yet. */
const COUNTABLE =
  /^(?:branch|branches|jobs?|requests?|commits?|workers?|workerpals?|agents?|files?|folder|folders|directory|dir|queue|approvals?|task|tasks|change|changes|merge|server|line|lines|test|log|message)$/;
/** What verbs are called for in a question: "what did I change", "what is there to approve". */
const ASKS_VERB = /^(?:did|does|do|to|will)$/;
const VERBS =
  /^(?:run|start|land|fail|finish|merge|approve|change|end|touch|edit|push|stop|commit|request|ask|report|update|complete|call|define|import|export|set|handle|implement|invoke|throw|raise|declare|wait)$/;
/** Before a noun that is a verb as well. */
const DETERMINER =
  /^(?:the|my|our|your|this|that|these|which|what|last|latest|newest|recent|current|first|second|third|any|each|every|next|previous|oldest|of|in|is|for|with|by|a|an|no|same|whose|average|mean|median|typical|expected|single|entire|whole|git|merge|per|about|on|failed|pending|waiting|running|queued|#ref|#author|#n)$/;
const ONLY_FIRST = /^(?:give|display|print|get|find|lookup)$/;
const FINITE = /^(?:is|are|was|were|am|has|have|had|do|does|did|can|could|will|would|may|might)$/;
const RANKED =
  /^(?:last|first|next|latest|newest|recent|top|past|previous|oldest|worker|workerpal|level|job|request|step)$/;
const STATE =
  /^(?:yet|landed|merged|done|finished|running|started|committed|pushed|completed|in|clean|ok|okay|approved|working|waiting|queued|ready|failed|online)$/;
/** "…, it was supposed to be done": told beside a question. */
const tellsMore = ({ words }: Clause, { clauses }: Lookup): boolean =>
  /^(?:it|i|we|they|that|this)$/.test(words[0] ?? "") && clauses.some((clause) => clause.start === "question");

/** Of what is told: "the last commit broke it". */
const OBJECT = /^(?:it|the|this|that|my|our|them|us|everything|all)$/;
const SAFE_ALONE = /^(?:queue|number|count|status|state|diff|history)$/;

/** No part of a lookup, though each of its words is: conditions, what is told of a file, what has to be thought about. */
const NO_PART = [
  /^if (?!any\b|there\b|possible\b)/,
  /#path (?:fails?|failed|breaks?|broke|crash(?:es|ed)?|hangs?)\b/,
  /\b(?:would|will|should|could) you do\b/,
  /\bdoes? (?:the )?#path do$/,
  /^the (?:imports?|tests?|calls?|definitions?|usages?|references?|exports?)$/,
];
const isNoPart = ({ words, isAsked }: Clause): boolean =>
  !isAsked && NO_PART.some((pattern) => pattern.test(words.join(" ")));

/** The first word that cannot be part of a lookup where it stands; null: there is none. */
export function strangeIn(lookup: Lookup): string | null {
  if (hasPlainFile(lookup)) return "#path";
  const beside = lookup.clauses.find(isNoPart);
  if (beside) return beside.words[0] ?? "";
  for (const [number, clause] of lookup.clauses.entries())
    for (const index of clause.words.keys()) {
      if (!isAllowed(clause, index, lookup, number)) return clause.words[index] ?? "";
    }
  return null;
}

function isAllowed(clause: Clause, index: number, lookup: Lookup, number: number): boolean {
  const { words } = clause;
  const [word = "", before = "", next = ""] = [words[index], words[index - 1], words[index + 1]];
  const asks =
    clause.start === "question" ||
    (lookup.isQuestion &&
      clause.start === "bare" &&
      (clause === lookup.clauses.at(-1) || clause.words.some((word) => /^#(?:path|id)$/.test(word)))) ||
    asksWithin(words, index);
  if (index === 0 && !isStart(clause, lookup)) return false;
  if (word.startsWith("#")) return word !== "#strange" && !isOneMore(clause, index, asks);
  if (!isKnown(word)) return false;
  if (ONLY_FIRST.test(word) && index > 0 && !(asks && /^(?:i|we|to|can|where)$/.test(before))) return false;
  if (
    /^(?:need|needs|needed|want)$/.test(word) &&
    !words.some((one) => /^(?:approvals?|approve|approved|me|attention|help|i|we)$/.test(one))
  )
    return false;
  if (/^(?:every|each)$/.test(word) && !EVERY.test(next)) return false;
  if (word === "to" && !isAim(before, next)) return false;
  if (word === "make" && !words.some((one) => one === "commits" || one === "commit")) return false;
  if (
    word === "with" &&
    !(next === "" && asks) &&
    !/^(?:#\w+|job|request|details?|my|their|its|the|it|this|that|you|me|our|list)$/.test(next)
  )
    return false;
  if (
    /^(?:check|look|find|get|see|view|show)$/.test(word) &&
    index === 0 &&
    /^(?:it|them|up|into|that|this)$/.test(next) &&
    (words.length > 2 || word !== "show")
  )
    return false;
  if (
    index === 0 &&
    clause.isAsked &&
    clause.start === "look" &&
    /^(?:it|them|that|this)$/.test(word) &&
    words.length > 1 &&
    words.length < 4 &&
    !/^(?:is|was|are)$/.test(next)
  )
    return false;
  if (
    word === "more" &&
    !(
      /^(?:any|anything|what|much|something)$/.test(before) ||
      /^(?:details?|info|information|about|on|than)$/.test(next)
    )
  )
    return false;
  if (word === "when" && !/^(?:is|are|was|were|did|do|does|will|would|has|have|exactly|#|)$/.test(next)) return false;
  if ((IN_QUESTIONS.has(word) || isInPassing(word)) && !asks && !isHarmless(clause, index, lookup)) return false;
  if (isOneMore(clause, index, asks)) return false;
  if (index === 0 && NOUNS_AND_VERBS.has(word) && !isNounFirst(words, number, lookup.hasMark)) return false;
  if (/^(?:can|could|would|may|might)$/.test(word) && !/^(?:i|we|you|one)$/.test(next)) return false;
  if (
    word === "do" &&
    next === "" &&
    !words.some((one) => /^(?:did|does)$/.test(one)) &&
    !/^(?:i|you|can)$/.test(before)
  )
    return false;
  if (VERBS.test(word) && index > 0 && !isVerbAskedFor(words, index)) return false;
  if (
    clause.start === "bare" &&
    !clause.isAsked &&
    !asks &&
    !tellsMore(clause, lookup) &&
    (FINITE.test(word) || (/(?:ed|ke|ote|an|it)$/.test(word) && OBJECT.test(next)))
  )
    return false;
  if (
    index === 1 &&
    words[0] === "git" &&
    !/^(?:status|log|history|diff|branches|commits|changes|commit|messages)$/.test(word)
  )
    return false;
  if (index === 2 && words[0] === "git" && /^(?:the|my|this|that|a|it)$/.test(word)) return false;
  return asks || !isPlaceToShow(words, index);
}

/** "Show me what …", "tell me whether …". */
const asksWithin = (words: readonly string[], index: number): boolean =>
  words.slice(0, index).some((word) => /^(?:what|which|who|where|how|whether|if)$/.test(word));

/** "A list of the jobs", "commits not landed". */
function isHarmless(clause: Clause, index: number, lookup: Lookup): boolean {
  const { words, start, isAsked } = clause;
  if (tellsMore(clause, lookup) && words[index] !== "wrong" && words[index] !== "need" && words[index] !== "want")
    return true;
  const [word = "", next = ""] = [words[index], words[index + 1]];
  if (word === "a" || word === "an") return start === "look" || start === "file" || isAsked;
  if (word === "not") return STATE.test(next);
  if (word === "with") return /^(?:#id|#text|job|request|details?|my|their|the)$/.test(next);
  if (word === "to" && /^(?:me|us)$/.test(next)) return true;
  if (word === "to") return /^(?:#ref|#lines|#time|#n|#text|#path)$/.test(next);
  return (
    word === "whether" || word === "if" || (word === "than" && /^(?:older|newer|longer)$/.test(words[index - 1] ?? ""))
  );
}

/** Of a lookup; "every morning" and "every page" are of a wish. */
const EVERY =
  /^(?:jobs?|tasks?|requests?|workers?|commits?|branch|branches|files?|folder|one|single|thing|change|queued|pending|running|failed|open|line|usage|place|occurrence|reference|mention|call|of|last|#\w+)$/;

/** "Waiting to land", "what happened to my request", "compared to main"; not "to the team". */
const isAim = (before: string, next: string): boolean =>
  /^(?:#\w+|see|know|do|approve|commit|push|merge|land|run|start|finish|wait|review|be|me|us|you|type|write|say|ask|get|use|find|list|show|look|date)$/.test(
    next,
  ) || /^(?:happened|happening|next|against|due|talking|up)$/.test(before);

/** A number, "a", "new" or "another" before something of which there would be one more. */
function isOneMore({ words, start, isAsked, isGiven }: Clause, index: number, asks: boolean): boolean {
  const word = words[index] ?? "";
  if (asks || !COUNTABLE.test(word)) return false;
  const near = words.slice(Math.max(0, index - 2), index);
  if (
    near.some((one) => /^(?:a|an|new|another|one|extra)$/.test(one)) &&
    !(start === "look" && !isAsked && words[0] !== "give" && words[0] !== "get")
  )
    return true;
  const count = near.indexOf("#n");
  return (
    count !== -1 &&
    !near.slice(count).some((one) => RANKED.test(one)) &&
    !RANKED.test(words[words.lastIndexOf("#n", index) - 1] ?? "") &&
    (start === "bare" || (isAsked && !/^(?:commits|lines|files|jobs|requests)$/.test(word)) || isGiven)
  );
}

const ONLY_VERB =
  /^(?:run|start|stop|review|merge|land|finish|push|call|set|edit|touch|use|export|import|define|approve|fail|clean|empty|structure|need|watch|turn)$/;
const OF = /^(?:of|for|from|since|by|between|against|is|are|was|has|did|on|in|ahead)$/;

/** "Queue length", "log of job …", not "queue the jobs". */
function isNounFirst(words: readonly string[], number: number, hasMark: boolean): boolean {
  const [first = "", second = ""] = words;
  if (words.length === 1)
    return (
      SAFE_ALONE.test(first) ||
      (number === 0 && /^(?:help|changes|files|progress)$/.test(first)) ||
      (hasMark && /^(?:branch|log|request|job|position|progress)$/.test(first))
    );
  if (ONLY_VERB.test(first)) return false;
  if (words.includes("#path") && FILE_STARTS.has(first)) return true;
  if (first === "open") return /^(?:jobs|tasks|requests|approvals|branches)$/.test(second);
  if (/^(?:commit|request)$/.test(first) && second === "#id")
    return (
      words.length === 2 ||
      first === "request" ||
      (words.length === 3 && /^(?:details|info|message|diff|status)$/.test(words[2] ?? ""))
    );
  if (first === "commit" && /^(?:history|log|logs|messages)$/.test(second)) return !words.includes("#id");
  if (/^(?:diff|view|look|lines|files|changes)$/.test(first)) return true;
  if (/^(?:queue|status|state|branch|progress|request|log|checkout)$/.test(first) && AFTER_NOUN.has(second))
    return first !== "log" || second === "lines";
  return OF.test(second) && !(/^(?:log|queue|commit|branch|stage)$/.test(first) && /^(?:in|on)$/.test(second));
}

function isVerbAskedFor(words: readonly string[], index: number): boolean {
  const [before = "", next = ""] = [words[index - 1], words[index + 1]];
  const earlier = words.slice(0, index);
  if (
    /^(?:who|what|which|that|we|files?|anybody|anyone|anything|code|places?|something)$/.test(before) &&
    /^(?:call|use|import|define|throw|raise|set|handle|implement|invoke|declare|export|wait|run|fail|finish|land|commit|change)$/.test(
      words[index] ?? "",
    )
  )
    return (
      earlier.some((word) => ASKS_VERB.test(word) || /^(?:where|who|which|that|what)$/.test(word)) &&
      !earlier.some((word) => /^(?:can|could|would|may)$/.test(word))
    );
  if (earlier.some((word) => /^(?:can|could|would|may|might)$/.test(word))) return false;
  if (earlier.includes("will") && before === "you") return false;
  if (earlier.some((word) => ASKS_VERB.test(word))) return true;
  if (AFTER_NOUN.has(words[index] ?? "") && index === 1 && NOUNS_AND_VERBS.has(before)) return true;
  return DETERMINER.test(before) || (AFTER_NOUN.has(next) && !/^(?:it|the|my)$/.test(next)) || next === "#id";
}

/** "In the status", "on every line": where something is to be shown is a wish for a change. What waits is in a queue. */
function isPlaceToShow(words: readonly string[], index: number): boolean {
  if (index === 0 || !/^(?:in|on|at|into|onto|inside|within|under|over|as|by|per|next)$/.test(words[index] ?? ""))
    return false;
  const rest = words.slice(index + 1).filter((word) => !DETERMINED.test(word));
  const [place = ""] = rest;
  if (words[index] === "next") return place === "to";
  return place !== "" && !SAFE_PLACE.test(place);
}
const DETERMINED = /^(?:the|my|your|our|this|that|all|now|git|local|whole|entire|current|last|latest|a|of|first)$/;
const SAFE_PLACE =
  /^(?:#.*|queue|line|progress|work|repo|repository|codebase|code|project|checkout|total|detail|details|full|short|general|here|there|how|what|who|which|where|job|jobs|request|requests|branch|folder|directory|dir|it|them|everything|today|week|month|day|hour|hours|minutes|me|us|you|weekend|morning|system|team|file|files|history|log|commit|now|moment|top|level|source|tests|most|least|once|far|well|soon|whom|main|yet|order)$/;

/** "The queue empty", "main merged": how something that is wanted is to be. */
const STATEISH =
  /^(?:empty|full|done|merged|landed|finished|clean|green|approved|started|running|online|offline|up|down|changed|different|committed|pushed|removed|deleted|renamed|moved|added|fixed|working|ready|closed|cancelled|stopped|again|new|better|first|now|asap)$/;
const NOUN_AFTER =
  /^(?:jobs?|requests?|tasks?|files?|commits?|changes?|branch|branches|lines?|workers?|agents?|#path|#ref)$/;

/** Whether a clause can begin so: "do we", not "do them"; "tell me", which is taken off, not "tell the team". */
function isStart(clause: Clause, lookup: Lookup): boolean {
  const [first = "", second = ""] = clause.words;
  if (clause.isAfterColon && clause.start === "bare" && !/^#(?:id|path|text|ref|lines)$/.test(first)) return false;
  if (
    clause.isWanted &&
    clause.words.some((word, at) => at > 0 && STATEISH.test(word) && !NOUN_AFTER.test(clause.words[at + 1] ?? ""))
  )
    return false;
  if (first === "what" && second === "if") return false;
  // "Did not land" tells; "did it not land" asks.
  if (second === "not" && !/^(?:what|which|who|why)$/.test(first)) return lookup.hasMark;
  if (/^(?:nothing|nobody|none)$/.test(first)) return lookup.hasMark || clause.isAsked;
  if (first === "get" && !clause.words.some((word) => /^(?:#path|#id|logs?|output)$/.test(word))) return false;
  if (
    /^(?:can|could|would|may|might|shall)$/.test(first) ||
    (first === "will" && /^(?:you|someone|somebody|anyone|anybody|i|we)$/.test(second))
  )
    return false;
  if (first === "tell" || (first === "give" && second !== "list")) return false;
  if (first === "do" && !/^(?:i|we|you|they|any|anyone|anybody|people)$/.test(second))
    return lookup.hasMark && /^(?:the|our|my|all)$/.test(second) && !clause.words.includes("again");
  if (first === "have" && !/^(?:i|we|you|they|any|anyone|all|there)$/.test(second))
    return lookup.hasMark && /^(?:the|our|my|#id)$/.test(second);
  if (/^(?:any|every|some|no)(?:thing|one|body|)$/.test(first) && /^(?:is|are|was|were|has|have)$/.test(second))
    return lookup.hasMark || clause.isAsked;
  return true;
}

/** "…, README": the name of a file that has neither folder nor ending, alone beside something else. */
const hasPlainFile = ({ words, clauses, names }: Lookup): boolean =>
  clauses.length > 1 &&
  clauses.some((clause, at) => {
    if (clause.words.length !== 1 || clause.words[0] !== "#path") return false;
    const before = clauses
      .slice(0, at)
      .flatMap((one) => one.words)
      .filter((word) => word === "#path").length;
    return words.length > 1 && !/[./]/.test(names.paths[before] ?? "");
  });
