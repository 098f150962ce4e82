import { type DemoResult, idOf } from "./conversation";
import type { Proof } from "./prove";

/** Whether a message ended as it had to. */
export function asExpected({ request: { expected }, outcome, failure }: DemoResult): boolean {
  return outcome === expected.outcome && (expected.outcome !== "failed" || failure === expected.code);
}

/** The messages with their outcomes, then the proofs. */
export function reportLines(results: readonly DemoResult[], proofs: readonly Proof[]): string[] {
  const titles = Math.max(...results.map((result) => result.request.title.length));
  const outcomes = Math.max(...results.map((result) => outcomeOf(result).length));
  return [
    ...results.map((result) =>
      [
        asExpected(result) ? "✓" : "✗",
        result.request.title.padEnd(titles),
        outcomeOf(result).padEnd(outcomes),
        idOf(result).padEnd(8),
        `${String(result.durationMs).padStart(6)} ms`,
        asExpected(result) ? "" : `expected ${expectation(result)}`,
      ]
        .join("  ")
        .trimEnd(),
    ),
    "",
    ...proofs.map((proof) => `${proof.holds ? "✓" : "✗"} ${proof.name}: ${proof.detail}`),
  ];
}

const outcomeOf = ({ outcome, failure }: DemoResult): string =>
  failure === null ? outcome.replace("_", " ") : `${outcome}: ${failure}`;

const expectation = ({ request: { expected } }: DemoResult): string =>
  expected.outcome === "failed" ? `failed: ${expected.code}` : expected.outcome.replace("_", " ");
