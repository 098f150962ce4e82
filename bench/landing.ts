/**
 * How fast completions land: without checks, a minute; and with a slow check, batched against one by one.
 *
 * Real git, a local bare remote, the landing line of SourceControlManager with the server's part in memory. The ratio of
 * the two is what carries over to another machine.
 * Run: `bun run bench landing [completions] [seconds of the check]`.
 */
import { completionsOf, landAll, landedSubjects } from "../apps/source_control_manager/src/testing/land-all";
import { setUpBench } from "../apps/source_control_manager/src/testing/landing-bench";
import { makeRepositories } from "../apps/source_control_manager/src/testing/repositories";

const DEFAULT_COMPLETIONS = 40;
const DEFAULT_CHECK_SECONDS = 10;
const WAITING = 8;

interface Setting {
  batch_size: number;
  checks?: string[];
  /** Places from 1 of changes that turn the checks red. */
  bad?: number[];
}

interface Measured {
  ms: number;
  landed: number;
  checkRuns: number;
}

/** Lands so many changes of one file each, all waiting at the start. */
async function measure(count: number, { bad = [], ...section }: Setting): Promise<Measured> {
  const repositories = await makeRepositories();
  try {
    const b = await setUpBench(repositories, { section: { checks: [], ...section } });
    const base = b.head();
    const files = Array.from({ length: count }, (_, at) => ({
      [`${at + 1}.txt`]: bad.includes(at + 1) ? "BROKEN" : "x",
    }));
    const completions = completionsOf(b, files);
    const start = performance.now();
    await landAll(b, completions);
    const ms = performance.now() - start;
    const landed = landedSubjects(b, base).length;
    if (landed !== count - bad.length) throw new Error(`${landed} of ${count} have landed`);
    return { ms, landed, checkRuns: b.desk.metrics.figures().checkRuns };
  } finally {
    repositories.remove();
  }
}

const perMinute = ({ ms, landed }: Measured): string => ((landed * 60_000) / ms).toFixed(0).padStart(6);
const seconds = ({ ms }: Measured): string => `${(ms / 1_000).toFixed(1)} s`.padStart(8);

export async function main(args: string[]): Promise<number> {
  const count = Number(args[0] ?? DEFAULT_COMPLETIONS);
  const checkSeconds = Number(args[1] ?? DEFAULT_CHECK_SECONDS);
  for (const batch_size of [1, 8]) {
    const plain = await measure(count, { batch_size });
    console.log(`no checks, batch_size ${batch_size}: ${perMinute(plain)} landings a minute (${count} waiting)`);
  }
  const checks = [`sleep ${checkSeconds}; ! grep -rl BROKEN .`];
  const serial = await measure(WAITING, { batch_size: 1, checks });
  console.log(`${checkSeconds} s check, ${WAITING} waiting, one by one: ${seconds(serial)}, ${serial.checkRuns} runs`);
  for (const bad of [[], [5]]) {
    const batched = await measure(WAITING, { batch_size: WAITING, checks, bad });
    const what = bad.length === 0 ? "all green" : `${bad.length} culprit`;
    const ratio = (serial.ms / batched.ms).toFixed(1);
    console.log(
      `${checkSeconds} s check, ${WAITING} waiting, together, ${what}: ${seconds(batched)}, ${batched.checkRuns} runs, ${ratio} times one by one`,
    );
  }
  return 0;
}

if (import.meta.main) process.exit(await main(process.argv.slice(2)));
