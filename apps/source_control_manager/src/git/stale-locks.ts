import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { delay } from "@pushpals/sdk";
import { minimalEnv, run, stdoutText } from "@pushpals/shared/process";

/** A git process of a daemon that was killed ends by itself within this time, or something is wrong. */
const PATIENCE_MS = 10_000;

/**
 * Removes locks that a killed git process left in `gitDir`. A lock is only stale when no git process works there any
 * more: one that outlived its daemon is waited for. Answers the problem, or null.
 */
export async function removeStaleLocks(gitDir: string): Promise<string | null> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const locks = readdirSync(gitDir).filter((name) => name.endsWith(".lock") && name !== "locked");
    if (locks.length === 0) return null;
    const alive = await gitProcessesIn(gitDir);
    if (alive.length === 0) {
      for (const name of locks) rmSync(join(gitDir, name), { force: true });
      return null;
    }
    if (performance.now() > deadline)
      return `A git process (pid ${alive.join(", ")}) still works in ${gitDir} and holds ${locks.join(", ")}. Wait for it or end it, then start again.`;
    await delay(100);
  }
}

async function gitProcessesIn(gitDir: string): Promise<string[]> {
  const listed = await run({ command: ["ps", "-A", "-o", "pid=,args="], env: minimalEnv(), timeoutMs: 10_000 });
  if (listed.exitCode !== 0) return [];
  return stdoutText(listed)
    .split("\n")
    .flatMap((line) => {
      const match = /^\s*(\d+)\s+(?:\S*\/)?git\s(.*)$/.exec(line);
      return match?.[1] && match[2]?.includes(`--git-dir=${gitDir} `) ? [match[1]] : [];
    });
}
