/**
 * What a tier of the sandbox costs: the same command in each tier that works here, against tier `none`.
 *
 * The tiers take turns, so that what else the machine does falls on all of them. Run: `bun run bench sandbox [rounds]`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSandbox, type Sandbox } from "@pushpals/shared/sandbox";

const DEFAULT_ROUNDS = 15;
const LIMITS = {
  memory_mb: 4_096,
  pids: 512,
  cpu_seconds: 0,
  file_size_mb: 4_096,
  disk_mb: 10_240,
  read_only_paths: [],
};
const COMMANDS = {
  "a command that does nothing": "true",
  "a commit of 200 files":
    "rm -rf .git && git init -q . && for i in $(seq 200); do echo $i > f$i; done && git add -A && git -c user.name=x -c user.email=x@example.org commit -q -m x",
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

export async function main(args: string[]): Promise<number> {
  const rounds = Number(args[0] ?? DEFAULT_ROUNDS);
  const sandboxes: Sandbox[] = [];
  for (const tier of ["none", "process", "container"] as const) {
    const opened = await openSandbox({ ...LIMITS, tier });
    if (opened.ok) sandboxes.push(opened.sandbox);
    else console.log(`${tier}: left out. ${opened.message}`);
  }
  const workspace = mkdtempSync(join(tmpdir(), "pp-bench-"));
  for (const [name, script] of Object.entries(COMMANDS)) {
    const times = new Map(sandboxes.map(({ tier }) => [tier, [] as number[]]));
    for (let round = 0; round < rounds; round += 1)
      for (const sandbox of sandboxes) {
        const started = performance.now();
        const result = await sandbox.run({ command: ["sh", "-c", script], workspace, timeoutMs: 120_000 });
        if (result.exitCode !== 0) throw new Error(`${sandbox.tier}: ${new TextDecoder().decode(result.stderr)}`);
        times.get(sandbox.tier)?.push(performance.now() - started);
      }
    const floor = median(times.get("none") ?? []);
    for (const [tier, took] of times)
      console.log(
        `${name}, ${tier}: median ${median(took).toFixed(0)} ms, ${(median(took) / floor).toFixed(1)} of none`,
      );
  }
  rmSync(workspace, { recursive: true, force: true });
  return 0;
}

if (import.meta.main) process.exit(await main(process.argv.slice(2)));
