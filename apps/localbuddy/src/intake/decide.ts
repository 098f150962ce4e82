import { looksLikeScript, MAX_CANDIDATES, type Priority } from "@pushpals/protocol";
import { commandRules } from "./commands";
import { toRule } from "./form";
import { commandLine } from "./git-command";
import { howTo } from "./how-to";
import { strangeWord } from "./lookup/asked";
import { LOOKUPS } from "./lookup/topics";
import { REPOSITORY_QUESTIONS } from "./repository-questions";
import type { Question, Rule } from "./rule";
import { SMALL_TALK } from "./small-talk";
import { SYSTEM_QUESTIONS } from "./system-questions";

/** Where a message goes, and the name of the rule that said so. */
export type Decision =
  | { mode: "local"; rule: string; question: Question }
  /** Becomes a script of reverts, once the server has said what the job landed. */
  | { mode: "undo"; rule: "/undo"; id: string }
  | {
      mode: "remote";
      rule: string;
      /** The person's text; only an explicit prefix of the front desk is taken off. */
      prompt: string;
      priority: Priority;
      /** A script says exactly what it wants, so no time is spent on looking up what it names. */
      script: boolean;
      /** How many are to do it, for the best of it to be landed; undefined: as configured. */
      bestOf?: number;
    };

/** The whole table, in the order in which it is tried. */
export const RULES: readonly Rule[] = [
  ...commandRules,
  SMALL_TALK,
  ...SYSTEM_QUESTIONS.map(toRule),
  ...REPOSITORY_QUESTIONS.map(toRule),
  commandLine,
  howTo,
  ...LOOKUPS,
];

const FORCED = /^\s*\/ask_remote_buddy(?:\s+([\s\S]*))?$/i;
/** The whole message, so that "/undo the last change" goes to the planner. */
const UNDO = /^\s*\/undo\s+(?:job\s+)?#?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{6,12})\s*$/i;
/** The number says that it is a command: "/best practices …" speaks of something else. */
const BEST = /^\s*\/best(?:\s+(\d+)(?:\s+([\s\S]*))?)?\s*$/i;
export const BEST_FORM = `/best <2-${MAX_CANDIDATES}> <text>`;
/** With a colon, since "in the background, the image flickers" speaks of an image. */
const BACKGROUND = /^\s*(?:--background\s+|in the background:\s*)(?=\S)/i;

/**
 * Decide by rule, before anything is written or read: a prefix that forces the planner, a script, an explicit
 * command, a plain question. Whatever no rule knows goes to the planner, so a wish for a change is never
 * swallowed here. The same text always gives the same answer.
 */
export function decide(text: string): Decision {
  const forced = FORCED.exec(text);
  if (forced) {
    const wish = forced[1] ?? "";
    return wish.trim() === ""
      ? usage("/ask_remote_buddy", "/ask_remote_buddy <text>")
      : remote("/ask_remote_buddy", wish);
  }
  const best = BEST.exec(text);
  if (best) {
    const [, count, wish = ""] = best;
    const bestOf = Number(count);
    const isGood = bestOf >= 2 && bestOf <= MAX_CANDIDATES && wish.trim() !== "";
    return isGood ? { ...remote("/best", wish), bestOf } : usage("/best", BEST_FORM);
  }
  if (BACKGROUND.test(text)) return remote("background", text);
  if (looksLikeScript(text)) return remote("script", text);
  const undo = UNDO.exec(text)?.[1];
  if (undo !== undefined) return { mode: "undo", rule: "/undo", id: undo.toLowerCase() };
  const whole = localDecision(text);
  // What names nothing may be two questions; "a1b2c3, what happened?" is one.
  const parts = whole === null || Object.keys(whole.question).length === 1 ? several(text) : null;
  return (parts?.question.about === "several" ? parts : (whole ?? parts)) ?? remote("default_remote", text);
}

function localDecision(text: string): Extract<Decision, { mode: "local" }> | null {
  for (const rule of RULES) {
    const question = rule.match(text);
    if (question) return { mode: "local", rule: rule.name, question };
  }
  return null;
}

/** Ends of sentences, then commas, then "and": where one question may end and the next begin. */
const SEAMS = [
  /(?<=[?!.])\s+/,
  /(?<=[?!.])\s+|,\s+(?:and\s+)?/,
  /(?<=[?!.])\s+|,\s+(?:and\s+)?|\s+(?:and|&|plus)\s+(?:also\s+)?/,
];
const MAX_SEVERAL = 4;

/** A message of several lookups: each part has to be one by itself. */
function several(text: string): Extract<Decision, { mode: "local" }> | null {
  if (/^\s*\/|\n\s*\//.test(text)) return null;
  for (const seam of SEAMS) {
    const parts = text.trim().split(seam);
    if (parts.length < 2 || parts.length > MAX_SEVERAL) continue;
    const read = parts.map(localDecision);
    const found = read.filter((one) => one !== null);
    if (found.length < parts.length) continue;
    const asked = found.filter(({ question }) => question.about !== "small_talk");
    const questions = [...new Map(asked.map(({ question }) => [JSON.stringify(question), question])).values()];
    const [first] = asked;
    if (first === undefined) continue;
    return {
      mode: "local",
      rule: first.rule,
      question: questions.length === 1 ? first.question : { about: "several", questions },
    };
  }
  return null;
}

const usage = (rule: string, form: string): Decision => ({ mode: "local", rule, question: { about: "usage", form } });

/** What a person typed is interactive: somebody waits for it. Only they can say that nobody does. */
export function remote(rule: string, text: string): Extract<Decision, { mode: "remote" }> {
  const prompt = text.replace(BACKGROUND, "");
  const priority = prompt.length === text.length ? "interactive" : "background";
  return { mode: "remote", rule, prompt, priority, script: looksLikeScript(prompt) };
}

/** Why a message is not answered at the desk, for the person. */
export function whyRemote({ rule, prompt }: Extract<Decision, { mode: "remote" }>): string {
  if (rule !== "default_remote") return rule === "script" ? "it is a script" : `you asked for it (${rule})`;
  const strange = strangeWord(prompt);
  return strange === null
    ? "it is no question that facts answer"
    : `it begins like a question that facts answer, but "${strange}" makes it more than that`;
}
