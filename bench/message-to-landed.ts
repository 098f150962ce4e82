/**
 * How long a message takes to be landed, against the git work alone.
 *
 * Each round times one `/write` message from the POST to its `merge_succeeded`, and right after it the same change made
 * by hand with plain git: clone, commit, push of the branch, cherry-pick in another clone, push, and asking the remote.
 * The ratio of the two says what Push Pals adds. Run: `bun run bench message-to-landed [rounds]`.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeRepository, runGit, type TestRepository } from "../tests/support/repository";
import { type Stack, startStack } from "../tests/support/stack";

const DEFAULT_ROUNDS = 15;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const ms = (value: number): string => `${value.toFixed(0)} ms`;

async function timeMessage(stack: Stack, round: number): Promise<number> {
  const start = performance.now();
  const outcome = await stack.send(`/write bench/${round}.txt\n\`\`\`\nround ${round}\n\`\`\``);
  const end = performance.now();
  if (outcome.ended?.outcome !== "landed") throw new Error(`round ${round} ended as ${outcome.ended?.outcome}`);
  return end - start;
}

/** The same change with nothing but git, in a repository of its own kind. */
function timeGit(repository: TestRepository, lander: string, round: number): number {
  const dir = mkdtempSync(join(tmpdir(), "pushpals-floor-"));
  const identity = ["-c", "user.name=Floor", "-c", "user.email=floor@example.org"];
  const start = performance.now();
  runGit(dir, ["clone", "-q", "--shared", repository.remote, "work"]);
  const work = join(dir, "work");
  writeFileSync(join(work, `${round}.txt`), `round ${round}\n`);
  runGit(work, ["add", "-A"]);
  runGit(work, [...identity, "commit", "-q", "-m", `Round ${round}`]);
  runGit(work, ["push", "-q", "origin", `HEAD:refs/heads/agent/${round}`]);
  runGit(lander, ["fetch", "-q", "origin"]);
  runGit(lander, [...identity, "cherry-pick", `refs/remotes/origin/agent/${round}`]);
  runGit(lander, ["push", "-q", "origin", "HEAD:main_agents"]);
  runGit(lander, ["ls-remote", "origin", "main_agents"]);
  const end = performance.now();
  rmSync(dir, { recursive: true, force: true });
  return end - start;
}

export async function main(args: string[]): Promise<number> {
  const rounds = Number(args[0] ?? DEFAULT_ROUNDS);
  const files = { "README.md": "# Bench\n", "src/a.ts": "export const a = 1;\n" };
  const repository = makeRepository(files);
  const floor = makeRepository(files);
  const lander = join(floor.root, "lander");
  runGit(floor.root, ["clone", "-q", floor.remote, lander]);
  const stack = await startStack(repository, { workers: 1 });
  try {
    const messages: number[] = [];
    const gits: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const [message, git] = [await timeMessage(stack, round), timeGit(floor, lander, round)];
      if (round === 0) continue;
      messages.push(message);
      gits.push(git);
    }
    const ratios = messages.map((message, i) => message / (gits[i] ?? Number.NaN)).sort((a, b) => a - b);
    console.log(`message to landed  median ${ms(median(messages))} of ${rounds} rounds`);
    console.log(`git alone          median ${ms(median(gits))}`);
    console.log(
      `ratio              median ${median(ratios).toFixed(2)}, ${ratios[0]?.toFixed(2)} to ${ratios.at(-1)?.toFixed(2)}`,
    );
  } finally {
    await stack.stop();
    repository.remove();
    floor.remove();
  }
  return 0;
}

if (import.meta.main) process.exit(await main(process.argv.slice(2)));
