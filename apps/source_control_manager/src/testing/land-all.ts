import { join } from "node:path";
import type { ClaimedCompletion, Failure } from "@pushpals/protocol";
import { InHand } from "../batch/in-hand";
import { openLine } from "../batch/landing-line";
import { takeTurns } from "../turns";
import { type Bench, evidenceFrom } from "./landing-bench";

/** Hands completions in together, as the loop does, and waits until all are settled. */
export async function landAll(
  b: Bench,
  completions: readonly ClaimedCompletion[],
  signals: readonly AbortSignal[] = [],
): Promise<("settled" | Failure)[]> {
  const line = openLine(b.desk, takeTurns(), new InHand(join(b.repositories.dataDir, "in-hand")));
  const settled = completions.map((completion, index) =>
    line.land(completion, {
      leaseToken: "lease",
      attempt: 1,
      signal: signals[index] ?? new AbortController().signal,
    }),
  );
  line.caughtUp();
  return await Promise.all(settled);
}

/** Completions of one file each, on the present head, each named as its file; the evidence tells of it. */
export function completionsOf(b: Bench, files: readonly Record<string, string>[]): ClaimedCompletion[] {
  const base = b.head();
  return files.map((changed, index) => {
    const name = `c${index + 1}`;
    const sha = b.repositories.job(name, base, [{ message: name, files: changed }]);
    const evidence = evidenceFrom(base);
    const listed = Object.keys(changed).map((path) => ({ path, status: "added" as const, additions: 1, deletions: 0 }));
    return b.completion(name, sha, { evidence: { ...evidence, diff: { ...evidence.diff, files: listed } } });
  });
}

/** Subjects of what landed, oldest first. */
export function landedSubjects(b: Bench, base: string): string[] {
  const log = b.repositories.git(b.repositories.remote, "log", "--format=%s", "--reverse", `${base}..main_agents`);
  return log === "" ? [] : log.split("\n");
}
