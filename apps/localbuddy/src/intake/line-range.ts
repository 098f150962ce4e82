/** First and last line to show, put in order; a single number is one line. */
export function lines(from: string | undefined, to: string | undefined): { from?: number; to?: number } {
  if (from === undefined) return {};
  const ends = [Number(from), Number(to ?? from)].map((line) => Math.max(1, line));
  return { from: Math.min(...ends), to: Math.max(...ends) };
}
