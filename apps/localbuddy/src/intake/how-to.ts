import { readLookup } from "./lookup/read-lookup";
import { DETAILS, FILLERS, IN_QUESTIONS, TOPIC_WORDS } from "./lookup/words";
import type { Rule } from "./rule";

const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** What one does with Push Pals. None of it is done by asking how. */
const DEEDS = list(`
  ask tell talk send write phrase word say use cancel stop undo approve deny reject see check view get find follow watch track
  list reference mention address name retry redo rerun pause resume prioritize prioritise move reorder edit start pair connect
  reach contact message trigger submit put make know look show read search refer open change take type give request queue
  attach upload share add delete remove skip abort kill bump schedule force work works talking goes go wait wake steer answer respond reply
`);
/** What it is done with. */
const THINGS =
  /^(?:jobs?|requests?|workers?|workerpals?|agents?|approvals?|queue|team|pals?|push|pushpals|localbuddy|desk|bot|you|commands?|messages?|tasks?|something|anything|changes?|here)$/;
const MORE = list(
  "while working during working agent once done happens when result results single goes so that wait directly instead stuff rather reply answer something else background bit shell someone twice id ids slash prefix screenshot screenshots image picture file photo older old previous past not no to a an for only your mine and or if with",
);

const SAID = new Set([...FILLERS, ...IN_QUESTIONS, ...DETAILS, ...Object.values(TOPIC_WORDS).flatMap((of) => [...of])]);
const isSaid = (word: string): boolean => SAID.has(word);

/** How one does something with Push Pals itself; how something is done in the repository is for the team. */
export const howTo: Rule = {
  name: "how_to",
  form: "how do I <cancel a job>",
  match(text) {
    const lookup = readLookup(text);
    if (lookup === null || lookup.names.paths.length + lookup.names.texts.length + lookup.names.refs.length > 0)
      return null;
    const { words } = lookup;
    const said = words.join(" ");
    const asks =
      /^(?:how to (?:approve|undo|cancel|deny) |can (?:i|we|one) (?!see|have|get|view|look|know)\w+ (?:an?|any|jobs|requests|something|my) (?!#)|how (?:do|can|could|would|to)(?: (?:i|we|you|one|people))?|what (?:do|can|should) (?:i|we|one)|where (?:do|can) (?:i|we)|(?:what|which|is there a|is there any) .*\bcommand) /.exec(
        `${said} `,
      );
    if (!asks || !words.some((word) => THINGS.test(word)) || !words.some((word) => DEEDS.has(word))) return null;
    if (/^(?:what|where)/.test(said) && !/\bcommand\b|\b(?:type|write|say|send|ask)\b/.test(said)) return null;
    if (lookup.clauses.some(({ words: [first = ""] }, index) => index > 0 && !/^(?:not|so|or|instead|it)$/.test(first)))
      return null;
    const isOurs = words.every((word) => isSaid(word) || DEEDS.has(word) || MORE.has(word) || word === "#id");
    return isOurs ? { about: "help" } : null;
  },
  examples: [
    "how do i cancel a job here",
    "how do i reference a job when talking to you",
    "how do I phrase a request so that it goes to the team and not you",
    "what's the command to see the queue?",
  ],
  counterexamples: [
    "how do I run the tests?",
    "how do I make the queue in worker.py faster?",
    "how does landing work?",
    "how should we name the branches?",
    "cancel a job here",
    "how do I cancel a fetch?",
  ],
};
