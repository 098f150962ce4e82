/** `1 file`, `3 files`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** `1st`, `2nd`, `11th`. */
export function ordinal(n: number): string {
  const tens = n % 100;
  const suffix = tens >= 11 && tens <= 13 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${n}${suffix}`;
}

/** One line: runs of white space become one space, what is too long ends in `…`. */
export function oneLine(text: string, max: number): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length <= max ? flat : `${flat.slice(0, Math.max(0, max - 1))}…`;
}

/** Text as lines, without empty ones at its end. */
export const linesOf = (text: string): string[] => text.trimEnd().split(/\r?\n/);

/** The first of many things: `a, b, c and 4 more`. */
export function some(items: readonly string[], shown: number, total = items.length): string {
  const head = items.slice(0, shown).join(", ");
  const rest = total - Math.min(shown, items.length);
  return rest > 0 ? `${head} and ${rest} more` : head;
}
