import type { Choice } from "@pushpals/protocol";

/** What was seen of a candidate's change. */
export interface Facts {
  /** Whether it applies on the integration branch as it is now. */
  fits: boolean;
  /** Files that it changes beside the expected ones. */
  strays: readonly string[];
  /** SHA-256 of its patch: who came to the same change has the same. */
  patchSha: string;
  fileCount: number;
  additions: number;
  deletions: number;
  /** Commands that were seen to exit with 0 on it. */
  proofs: number;
}

export interface Examined {
  jobId: string;
  number: number;
  /** Null when it does not stand; then `whyNot` says why. */
  facts: Facts | null;
  whyNot: string;
}

export type Standing = Examined & { facts: Facts };

/** The candidates that stand, best first, as far as evidence tells. */
export interface Ranked {
  order: Standing[];
  /** The first of them that evidence does not tell apart, each of another change; one when it does. */
  tied: Standing[];
  /** Why the first comes before the rest; empty when it is alone or tied. */
  reason: string;
}

/**
 * Orders candidates by what can be seen: one that applies cleanly before one that conflicts, then the one that keeps to
 * the expected paths, then the change that more of them came to by themselves. What is equal in that stays in the
 * order of size, the smaller first, then of number.
 */
export function rankCandidates(examined: readonly Examined[]): Ranked {
  const standing = examined.filter((one): one is Standing => one.facts !== null);
  const votes = new Map<string, number>();
  for (const { facts } of standing) votes.set(facts.patchSha, (votes.get(facts.patchSha) ?? 0) + 1);
  const keyOf = ({ facts }: Standing) => [facts.fits ? 0 : 1, facts.strays.length, -(votes.get(facts.patchSha) ?? 0)];
  const order = [...standing].sort((a, b) => compare(keyOf(a), keyOf(b)) || bySize(a, b));
  const [best] = order;
  if (!best) return { order, tied: [], reason: "" };
  const equals = order.filter((one) => compare(keyOf(one), keyOf(best)) === 0);
  const tied = equals.filter((one, index) => equals.findIndex((other) => isSame(one, other)) === index);
  const rest = order.filter((one) => !isSame(one, best));
  return { order, tied, reason: tied.length > 1 ? "" : difference(best, rest, votes.get(best.facts.patchSha) ?? 1) };
}

const isSame = (a: Standing, b: Standing): boolean => a.facts.patchSha === b.facts.patchSha;

const linesOf = ({ facts }: Standing): number => facts.additions + facts.deletions;
const bySize = (a: Standing, b: Standing): number => linesOf(a) - linesOf(b) || a.number - b.number;

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) if (value !== b[index]) return value - (b[index] ?? 0);
  return 0;
}

/** The first fact that sets the best apart from those after it. */
function difference(best: Standing, rest: readonly Standing[], votes: number): string {
  if (rest.length === 0) return votes > 1 ? `all ${votes} that stand came to the same change by themselves` : "";
  if (rest.some(({ facts }) => facts.fits !== best.facts.fits))
    return "it applies on the integration branch as it is now, and others conflict with it";
  if (rest.some(({ facts }) => facts.strays.length !== best.facts.strays.length))
    return `it keeps to the expected paths (${best.facts.strays.length} other files)`;
  return `${votes} came to the same change by themselves`;
}

/** The choice, once it is clear which comes first; the others follow as evidence has them. */
export function choiceOf(
  examined: readonly Examined[],
  ranked: Ranked,
  decided: { first: Standing; by: Choice["by"]; reason: string },
): Choice {
  const { first } = decided;
  const order = [first, ...ranked.order.filter((one) => one !== first)];
  return {
    chosen: first.jobId,
    by: decided.by,
    reason: decided.reason.slice(0, 2_000),
    standings: examined.map((one) => ({
      jobId: one.jobId,
      rank: one.facts === null ? null : order.indexOf(one as Standing) + 1,
      why: (one.facts === null ? one.whyNot : seen(one.facts)).slice(0, 1_000),
    })),
  };
}

function seen({ fits, strays, fileCount, additions, deletions, proofs }: Facts): string {
  const parts = [
    `${fileCount} ${fileCount === 1 ? "file" : "files"} +${additions} −${deletions}`,
    proofs === 0 ? "no checks asked for" : `${proofs} ${proofs === 1 ? "check" : "checks"} green`,
    fits ? "applies cleanly" : "conflicts with what has landed meanwhile",
  ];
  if (strays.length > 0) parts.push(`beside the expected paths: ${strays.slice(0, 5).join(", ")}`);
  return parts.join(", ");
}
