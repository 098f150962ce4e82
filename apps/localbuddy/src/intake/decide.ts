import { looksLikeScript, MAX_CANDIDATES, type Priority } from "@pushpals/protocol";
import { commandRules } from "./commands";
import { toRule } from "./form";
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
  ...SYSTEM_QUESTIONS.map(toRule),
  ...REPOSITORY_QUESTIONS.map(toRule),
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
 * swallowed here. The same text always gives the same answer. `talks`: whether a model is there for small talk.
 */
export function decide(text: string, talks = false): Decision {
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
  for (const rule of RULES) {
    const question = rule.match(text);
    if (question) return { mode: "local", rule: rule.name, question };
  }
  const talk = talks ? SMALL_TALK.match(text) : null;
  return talk ? { mode: "local", rule: SMALL_TALK.name, question: talk } : remote("default_remote", text);
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
