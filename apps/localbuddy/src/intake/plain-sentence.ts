/** Longest question in plain words; what is longer has more to say than a lookup. */
const PLAIN_MAX = 160;

const COURTESY_BEFORE = /^(?:(?:hey|hi|hello|ok|okay),? )?(?:please,? )?(?:(?:can|could|would) you (?:please )?)?/i;
const COURTESY_AFTER = /(?:,? (?:please|thanks|thank you))?[ ?!.]*$/i;

/**
 * The bare sentence of a short one-line message: outer spaces, courtesies and the end mark taken off.
 * Null when the message is not one short line. Nothing is taken from the middle, so a second sentence stays
 * and keeps anchored forms from matching.
 */
export function plainSentence(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > PLAIN_MAX || /[\r\n]/.test(trimmed)) return null;
  const spaced = /["'`]/.test(trimmed) ? trimmed : trimmed.replace(/\s+/g, " ");
  const bare = spaced.replace(COURTESY_BEFORE, "").replace(COURTESY_AFTER, "");
  return bare === "" ? null : bare;
}
