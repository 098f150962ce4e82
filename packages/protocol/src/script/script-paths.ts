import type { Operation } from "./operation";

/** Placeholder until the parser lands. */
export function scriptPaths(_operations: readonly Operation[]): string[] {
  return [];
}
