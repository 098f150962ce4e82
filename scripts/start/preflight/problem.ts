/** Something that keeps the stack from starting. */
export interface Problem {
  what: string;
  why: string;
  /** What to do: one way out a line. */
  next: string[];
}

export const problemLines = ({ what, why, next }: Problem): string[] => [
  `✗ ${what}`,
  ...why.split("\n").map((line) => `    ${line}`),
  ...next.map((way) => `    → ${way}`),
];
