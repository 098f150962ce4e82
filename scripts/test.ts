import { onInterrupt } from "@pushpals/shared/lifecycle";
import { runParts } from "./checks/run-parts";
import { INTERRUPTED } from "./exit-codes";
import { installBrowser } from "./setup/browser";
import { gitProblem } from "./setup/git-version";
import { installSandbox } from "./setup/install-sandbox";
import type { Tally } from "./suites/read-summary";
import { runSuite } from "./suites/run-suite";
import { chooseSuites } from "./suites/suites";

export const usage = `
bun run test [filter …]

Everything CI runs: the check, the tests of each room, the architecture, the whole stack end to end, and faults.
With filters, only the tests whose paths they match: bun run test apps/server
`;

/** Runs all and reports all; a part that fails does not hide what comes after it. */
export async function main(args: string[]): Promise<number> {
  const { signal } = onInterrupt();
  const problem = await gitProblem();
  if (problem) {
    console.error(problem);
    return 2;
  }
  await installSandbox((line) => console.log(line));
  if (args.length === 0 || args.some((filter) => filter.includes("client")))
    await installBrowser((line) => console.log(line));

  const tallies: Tally[] = args.length === 0 ? [await checkTally(signal)] : [];
  for (const suite of chooseSuites(args)) {
    if (signal.aborted) break;
    tallies.push(await runSuite(suite, signal));
  }
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  if (signal.aborted) return INTERRUPTED;
  return failed === 0 ? 0 : 1;
}

async function checkTally(signal: AbortSignal): Promise<Tally> {
  console.log("── check ──");
  const results = await runParts(signal);
  const passed = results.filter((result) => result.passed).length;
  return { passed, failed: results.length - passed };
}
