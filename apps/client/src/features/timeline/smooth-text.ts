/** Text that comes in lumps is shown within this time, so that it flows and is never far behind. */
const CATCH_UP_MS = 240;
const MIN_PER_SECOND = 60;

/** How many letters are to be shown, so many milliseconds after it was `shown` of `length`. Grows, and never past the end. */
export function shownLength(shown: number, length: number, elapsedMs: number): number {
  // A text that was cut at its start, or begun anew, is shown as it is.
  if (shown > length) return length;
  const rate = Math.max((length - shown) / CATCH_UP_MS, MIN_PER_SECOND / 1_000);
  return Math.min(length, shown + Math.max(1, Math.floor(rate * elapsedMs)));
}

/** The first `shown` letters; a sign that is written as two of them is shown whole or not yet. */
export function shownText(text: string, shown: number): string {
  const last = text.charCodeAt(shown - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? shown - 1 : shown);
}
