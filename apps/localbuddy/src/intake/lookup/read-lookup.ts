import { isCircumstance, PLACE_OF_PERSON } from "./circumstances";
import { type Names, takeNames } from "./names";
import { nameIn } from "./plain-names";
import { OPENERS, SAME, TAILS } from "./same";
import { corrected } from "./typos";
import { FILE_STARTS, isKnown, LOOK_STARTS, QUESTION_STARTS, WISHES } from "./words";

/** A message as words in lower case; `#path` and the like stand for what it names. */
export interface Lookup {
  /** Of all its clauses. */
  words: readonly string[];
  clauses: readonly Clause[];
  names: Names;
  /** It can be nothing but a question: it begins like one, or ends with its mark. */
  isQuestion: boolean;
  /** It ends with a question mark. */
  hasMark: boolean;
}

export interface Clause {
  words: readonly string[];
  /** With a question word, with "show" or the like, with a verb for files, or with anything else. */
  start: "question" | "look" | "file" | "bare";
  /** "Tell me if", "I was wondering": what follows is what is asked. */
  isAsked: boolean;
  /** "I want", "I need": followed by anything but what is to be shown, it is a wish. */
  isWanted: boolean;
  /** "Give me", "get me": what follows may be asked to be made. */
  isGiven: boolean;
  /** It stands after a colon. */
  isAfterColon: boolean;
}

const MAX = 240;
/** Of code, of scripts, and of what is more than one sentence can say. */
const NO_SENTENCE = /[<>{}=|→←⇒\\;^%*~$]|:\/\/|#(?![a-z])|(?:^|\s)--?\w/;
const PICTURES = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u{FE0F}|\u{200D}|(?<=^|\s)[:;]-?[)(DP/](?=\s|$)/gu;

/** The message as a lookup; null when it is not one short message of words. */
export function readLookup(text: string): Lookup | null {
  const plain = text
    .trim()
    .replace(PICTURES, " ")
    .replace(/([a-z])\1{2,}/gi, "$1")
    .replace(/(?<=\w)#L(\d+)(?:-L?(\d+))?/g, (_, from, to) => `:${from}${to === undefined ? "" : `-${to}`}`)
    .replace(/\b(worker|workerpal)-(\d{1,3})\b/gi, "$1 $2")
    .replace(/[ \t]+/g, " ");
  if (plain.trim() === "" || plain.length > MAX || /(?:^|\s)#[a-z]/i.test(plain)) return null;
  const { rest, names } = takeNames(/[a-z]/.test(plain) ? plain : plain.toLowerCase());
  if (NO_SENTENCE.test(rest)) return null;
  const asks = /\?(?=\W*$)/.test(plain);
  const whole = SAME.reduce((now, [from, to]) => now.replace(from, to), rest.toLowerCase().replace(/:(?=\s)/g, ", :"));
  const clauses = whole
    .split(
      /\s*(?:[,?!.…()[\]\n]+(?=\s|$|[?!.,)])|(?<=\s)[-–—(&+[](?=\s|\w)|[\n]|\b(?:and|plus|please)\b|(?<=\w )(?=i am (?:on|in|at|from) ))\s*/,
    )
    .map((clause) => clauseOf(clause, names))
    .filter((clause) => clause.words.length > 0)
    .filter((clause, at, all) => !(isTitle(clause) && all[at + 1]?.words[0] === "#path" && SHOWS.test(whole)));
  if (clauses.length === 0) return null;
  const words = clauses.flatMap((clause) => clause.words);
  const isQuestion =
    (clauses.at(-1)?.start === "question" &&
      clauses.every(
        (clause) =>
          clause.start === "question" ||
          (clause.start === "bare" && clause.words.some((word) => /^#(?:path|id)$/.test(word))),
      )) ||
    (asks && clauses.at(-1)?.start !== "look");
  return { words, clauses, names, isQuestion, hasMark: asks };
}

/** "The runbook, docs/runbook.md": said of the file that is named next. */
const isTitle = ({ words, isAsked }: Clause): boolean =>
  !isAsked &&
  /^(?:the|my|our|this|that) (?:[a-z]+ ){0,1}[a-z]+$/.test(words.join(" ")) &&
  !words.some((word) => WISHES.has(word));
const SHOWS = /\b(?:show|paste|see|open|cat|read|display|print)\b/;

function clauseOf(text: string, names: Names): Clause {
  let rest = text
    .replace(/["'`,.?!:]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  rest = rest
    .split(" ")
    .map((word) => (isKnown(word) || word.startsWith("#") ? word : corrected(word)))
    .join(" ");
  const whole = rest.split(" ").filter(Boolean);
  let taken = "";
  for (let before = ""; before !== rest; ) {
    before = rest;
    for (const opener of OPENERS) {
      taken += ` ${opener.exec(rest)?.[0] ?? ""}`;
      rest = rest.replace(opener, "").trim();
    }
    for (const tail of TAILS) rest = ` ${rest}`.replace(tail, "").trim();
    rest = rest.replace(PLACE_OF_PERSON, "");
  }
  const said = rest.split(" ").filter(Boolean);
  const words = isCircumstance(whole) || isCircumstance(said) ? [] : nameIn(said, names);
  return {
    words,
    start: startOf(words, taken),
    isAsked: ASKS.test(taken),
    isGiven: /\b(?:give|get|bring|send|want|need)\b/.test(taken),
    isWanted: /\b(?:want|need|like|love|wish|have)\b/.test(taken) && !LOOKS.test(`${taken} ${words[0] ?? ""}`),
    isAfterColon: /^\s*:/.test(text),
  };
}
const LOOKS = /\b(?:see|know|view|check|read|hear|look|learn|find|get|tell|show|give|ask)\b/;
const ASKS =
  /\b(?:if|whether|wonder|wondering|curious|know|tell|let|idea|clue|word|check|see|mind|confirm|show|give|like|want|need)\b/;

function startOf([first = "", second = ""]: readonly string[], taken: string): Clause["start"] {
  if (
    /^(?:in|on|at|by|for|from|since|to|of|with|under)$/.test(first) &&
    /^(?:what|which|whose|whom|who|where|when)$/.test(second)
  )
    return "question";
  if (QUESTION_STARTS.has(first)) return "question";
  if (LOOK_STARTS.has(first)) return "look";
  if (FILE_STARTS.has(first)) return "file";
  return ASKS.test(taken) ? "look" : "bare";
}
