import { rmSync, statSync } from "node:fs";
import { sep } from "node:path";
import { gitFailureClass } from "../failure-class";
import type { GitResult } from "../types";

const TRIES = 5;
const PAUSE_MS = 100;
/** A ref is written in milliseconds: a lock of this age was left by a process that was killed. */
const STALE_MS = 30_000;

/**
 * Another process of Push Pals may hold a ref's lock or have just moved it: such a call is made again. A lock in one of
 * `dirs`, Push Pals' own git directories, that nobody can hold any more is taken away first.
 */
export async function retryLocked(call: () => Promise<GitResult>, dirs: readonly string[]): Promise<GitResult> {
  for (let attempt = 1; ; attempt++) {
    const result = await call();
    const raced = !result.ok && /cannot lock ref|\.lock': File exists|shallow file has changed/i.test(result.stderr);
    if (!raced || attempt === TRIES || gitFailureClass(result) === "auth") return result;
    removeStale(result.stderr, dirs);
    await Bun.sleep(PAUSE_MS * attempt * (0.5 + Math.random()));
  }
}

function removeStale(stderr: string, dirs: readonly string[]): void {
  for (const [, lock = ""] of stderr.matchAll(/Unable to create '([^']+\.lock)': File exists/gi)) {
    const held = dirs.some((dir) => lock.startsWith(dir + sep)) ? statSync(lock, { throwIfNoEntry: false }) : undefined;
    if (held && Date.now() - held.mtimeMs > STALE_MS) rmSync(lock, { force: true });
  }
}
