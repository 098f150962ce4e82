import { pathsOverlap } from "@pushpals/protocol";

/** One job of a plan, as far as its order goes. */
export interface Sibling {
  key: string;
  targetPaths: readonly string[];
  dependsOn: readonly string[];
}

/**
 * The earlier jobs of the same plan that each job has to come after, well or not, since both touch the same paths:
 * what a plan forgot to order would collide at the landing. What it builds on anyway, directly or through others, is
 * left out.
 */
export function orderSiblings(jobs: readonly Sibling[]): Map<string, string[]> {
  const follows = new Map<string, string[]>();
  const behind = new Map<string, Set<string>>();
  for (const [index, job] of jobs.entries()) {
    const known = new Set(job.dependsOn.flatMap((key) => [key, ...(behind.get(key) ?? [])]));
    const own: string[] = [];
    // The nearest first: it brings with it what it comes after itself.
    for (const earlier of jobs.slice(0, index).reverse()) {
      if (known.has(earlier.key) || !touchTheSame(earlier, job)) continue;
      own.push(earlier.key);
      for (const key of [earlier.key, ...(behind.get(earlier.key) ?? [])]) known.add(key);
    }
    follows.set(job.key, own.reverse());
    behind.set(job.key, known);
  }
  return follows;
}

const touchTheSame = (left: Sibling, right: Sibling): boolean =>
  left.targetPaths.some((path) => right.targetPaths.some((other) => pathsOverlap(path, other)));
