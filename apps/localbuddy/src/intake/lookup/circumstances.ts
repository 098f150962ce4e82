import { FILLERS, IN_QUESTIONS } from "./words";

const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Where people are and what happens to them while they ask. */
const NOUNS = list(`
  phone mobile iphone tablet laptop computer screen keyboard train bus cab taxi car plane flight airport gate hotel meeting meetings
  call standup stand-up office home road lunch break vacation holiday holidays hurry rush incident outage pager boss manager
  cto ceo cfo lead customer client friend app colleague colleagues coworker demo retro daily link screenshot notification
  browser tab internet wifi connection battery desk coffee kid kids doctor bed beach couch sofa traffic weekend minute sec trouble
  bother disturb newbie newcomer new lost late confused curious sick tired busy afk away remote english question questions
  conference presentation board stakeholder stakeholders investor auditor support onboarding timezone night shift oncall on-call
`);
const SAID = list(`
  sorry checking following writing typing sitting standing walking driving travelling traveling looking trying boarding heading
  asking asked asks told sent gave came come coming left closed missed saw heard received read got getting went go off lost open
  remember forgot forget forgotten think guess hope hoping back out only really always never maybe still quite bit little lot
  stuck disconnected shows joined join started start leaving leave speak speaks speaking english good bad slow fast first time
  wondering need to not can in between hands hand full one quick before while as
`);
const STARTS =
  /^(?:i|we|my|our|someone|somebody|a|an|the|it|this|sorry|just|not|here|from|on|in|at|before|after|while|during|since|quick|still|currently|am|as|because|got|back|new|excuse|pager|phone)$/;

/** Tells of the person, and of nothing that could be asked or wished for: "I'm on my phone". */
export function isCircumstance(words: readonly string[]): boolean {
  const [first = "", second = ""] = words;
  if (!STARTS.test(first) || words.length > 14 || (/^(?:i|we)$/.test(first) && /^(?:need|want|would)$/.test(second)))
    return false;
  return (
    words.some((word) => NOUNS.has(word)) &&
    words.every(
      (word) =>
        /^#(?:time|n)$/.test(word) || NOUNS.has(word) || SAID.has(word) || FILLERS.has(word) || IN_QUESTIONS.has(word),
    ) &&
    !words.some(
      (word) => /^(?:add|remove|fix|needs|want|another|new)$/.test(word) && !/^(?:i|we) am new/.test(words.join(" ")),
    )
  );
}

/** "… from my phone", "before my flight". */
export const PLACE_OF_PERSON = new RegExp(
  `(?:^| )(?:on|from|in|at|before|after|for|during|without) (?:my |the |a |our |this |an |next )*(?:${[...NOUNS].filter((noun) => !/^(?:new|lost|late|confused|curious|sick|tired|busy|away|remote|question|questions|support|client|screen|browser|tab|board|connection|link|minute|sec|desk|night|shift)$/.test(noun)).join("|")})(?: somehow)?$`,
);
