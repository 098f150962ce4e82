import { mask } from "./masked";
import { SENTENCES } from "./sentences";
import { splitUnits } from "./split-units";
import type { Wish } from "./wish";

/** Longer messages are not read at all. Contents of blocks count. */
const MAX_LENGTH = 1_000_000;
const MAX_UNITS = 200;

const compiled = SENTENCES.map((sentence) => ({ ...sentence, pattern: new RegExp(`^(?:${sentence.pattern})$`, "iu") }));

export type WishInOrder = Wish & { after: boolean };

/**
 * Reads a message as a list of wishes, each a whole sentence of the table. One sentence that is not in the table,
 * or that leaves a doubt, and nothing of the message counts as understood: half a wish must never be done.
 */
export function readSentences(message: string): WishInOrder[] | null {
  if (message.length > MAX_LENGTH) return null;
  const masked = mask(message);
  if (masked === null) return null;
  const units = splitUnits(masked.text);
  if (units.length === 0 || units.length > MAX_UNITS) return null;
  const wishes: WishInOrder[] = [];
  for (const unit of units) {
    const wish = firstOf(compiled, ({ pattern, read }) => {
      const found = pattern.exec(unit.text);
      return found ? read((found.groups ?? {}) as Record<string, string>, masked) : null;
    });
    if (wish === null) return null;
    wishes.push({ ...wish, after: unit.after });
  }
  return wishes;
}

function firstOf<T, R>(items: readonly T[], ask: (item: T) => R | null): R | null {
  for (const item of items) {
    const answer = ask(item);
    if (answer !== null) return answer;
  }
  return null;
}
