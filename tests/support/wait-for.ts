/**
 * Asks until there is an answer. The only wait of the tests: for a condition, never for a time.
 * The limit is there so that a broken build ends with words, not with a hung run.
 */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | null> | T | null,
  context: () => string = () => "",
  limitMs = 120_000,
): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (performance.now() > end) throw new Error(`waited ${limitMs} ms for ${what}\n${context()}`);
    await Bun.sleep(20);
  }
}
