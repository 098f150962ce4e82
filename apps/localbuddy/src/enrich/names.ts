/** How much of a message is searched for names; a person names things early. */
const SCANNED = 20_000;
const MAX_WORDS = 2_000;
const MAX_SYMBOLS = 10;

/** Words of a message that could be a path of the repository; whoever knows the paths decides. */
export function wordsLikePaths(prompt: string): string[] {
  const words = prompt.slice(0, SCANNED).split(/[\s"'`()<>,;]+/, MAX_WORDS);
  const bare = words.map((word) => word.replace(/^\.\//, "").replace(/(?::\d+(?:[-:]\d+)?)?[.:!?]*$/, ""));
  return [...new Set(bare.filter((word) => word.length > 1))];
}

/**
 * Names of code in a message: identifiers in backticks, and bare words in CamelCase, camelCase or snake_case.
 * They consist of letters, digits and `_` only, so they are safe in a regular expression.
 */
export function symbolNames(prompt: string): string[] {
  const text = prompt.slice(0, SCANNED);
  const quoted = [...text.matchAll(/`([A-Za-z_]\w{2,60})(?:\(\))?`/g)].map((match) => match[1] ?? "");
  const cased = [...text.matchAll(/\b(?:[a-z]+[A-Z]\w*|[A-Z][a-z0-9]+[A-Z]\w*|[A-Za-z]+_[A-Za-z]\w*)\b/g)].map(
    (match) => match[0],
  );
  return [...new Set([...quoted, ...cased])].filter((name) => name.length <= 60).slice(0, MAX_SYMBOLS);
}
