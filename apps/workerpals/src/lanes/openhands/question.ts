/** What an agent's last words begin with when it can't go on without the person. */
export const QUESTION_MARK = "QUESTION:";

const MAX_QUESTION = 8_000;
/** Models like to set it in bold, or as a heading. */
const ASKED = /(?:^|\n)[\s#>*_]*QUESTION:[*_]*[ \t]*/g;

/** The question that an agent's last message ends with, or null. */
export function questionIn(message: string): string | null {
  const last = [...message.matchAll(ASKED)].at(-1);
  if (last === undefined) return null;
  const question = message.slice(last.index + last[0].length).trim();
  return question === "" ? null : question.slice(0, MAX_QUESTION);
}
