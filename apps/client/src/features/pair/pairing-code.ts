/** How a code is written: two groups of five, without letters that look like figures. */
export const CODE_LENGTH = 10;

/** What was typed or pasted as a code is shown while it grows: `abcdefghjk` as `ABCDE-FGHJK`. */
export function asCode(typed: string): string {
  const letters = typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .slice(0, CODE_LENGTH);
  return letters.length > CODE_LENGTH / 2
    ? `${letters.slice(0, CODE_LENGTH / 2)}-${letters.slice(CODE_LENGTH / 2)}`
    : letters;
}

export const isWhole = (code: string): boolean => code.replace("-", "").length === CODE_LENGTH;
