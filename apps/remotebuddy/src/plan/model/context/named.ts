import type { RequestContext } from "@pushpals/protocol";
import type { Section } from "./fit-sections";

const MAX_WORDS = 400;

/** The files and symbols that the message names, as LocalBuddy found them in the person's checkout. */
export function namedSections(context: RequestContext | null): Section[] {
  if (context === null) return [];
  const files = context.files.flatMap(({ path, lines, excerpt }) => [
    `--- ${path} (${lines} lines)`,
    ...excerpt.split("\n"),
  ]);
  const symbols = context.symbols.map(({ name, path, line }) => `${name}: ${path}:${line}`);
  return [
    { title: "Files that the message names", lines: files, share: 0.15 },
    { title: "Names in the message and where they are defined", lines: symbols, share: 0.05 },
  ];
}

/** Words of a message by which definitions are chosen. */
export const wordsOf = (prompt: string): string[] =>
  [
    ...new Set(
      prompt
        .slice(0, 20_000)
        .split(/[^\p{L}\p{N}_]+/u)
        .filter((word) => word.length > 2),
    ),
  ].slice(0, MAX_WORDS);
