import { minimalEnv, run } from "@pushpals/shared/process";
import { PROJECT } from "../project";
import { readSummary, type Tally } from "./read-summary";
import type { Suite } from "./suites";

const LIMIT_MS = 60 * 60_000;
/** Only for what hangs: no test measures time by it. */
const TEST_LIMIT_MS = 5 * 60_000;
const SUMMARY_LINES = 20;

/** Runs the tests of a suite, printing what they print. */
export async function runSuite(suite: Suite, signal: AbortSignal): Promise<Tally> {
  console.log(`\n── ${suite.name} ──`);
  const lastLines: string[] = [];
  const result = await run({
    command: [process.execPath, "test", `--timeout=${TEST_LIMIT_MS}`, ...suite.filters],
    cwd: PROJECT,
    env: minimalEnv(testSettings()),
    timeoutMs: LIMIT_MS,
    maxOutputBytes: 0,
    signal,
    onLine: (_stream, line) => {
      console.log(line);
      lastLines.push(line);
      if (lastLines.length > SUMMARY_LINES) lastLines.shift();
    },
  });
  if (result.terminationReason !== "exited") console.log(`The tests were ended: ${result.terminationReason}`);
  return readSummary(lastLines, result.exitCode);
}

/** Tests see none of the settings of whoever runs them, but for those made for tests, and where temporary files go. */
const testSettings = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) =>
      value !== undefined && (key.startsWith("PUSHPALS_TEST_") || key === "TMPDIR" || key === "CI")
        ? [[key, value]]
        : [],
    ),
  );
