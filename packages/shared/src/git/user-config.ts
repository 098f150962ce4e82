import { homedir } from "node:os";
import { run } from "../process/index";
import { toGitResult } from "./git";
import { NO_PROMPT } from "./harden";
import type { GitResult } from "./types";

const TIMEOUT_MS = 30_000;

/** Subcommands that read: no hook belongs to them, and none of them writes. */
type Reading = "config" | "remote" | "rev-parse" | "status" | "symbolic-ref";

/**
 * Reads the user's repository as the user's own git sees it, with the user's and the system's settings: only so
 * can Push Pals learn the user's name, what a remote's address really is (`url.*.insteadOf`), and whether there
 * are changes (line ends and filters as the user has them). The one exception from `harden.ts`; hooks and file
 * monitors are off here too, and no lock is taken.
 */
export async function readAsUser(directory: string, args: readonly [Reading, ...string[]]): Promise<GitResult> {
  const env: Record<string, string> = {
    PATH: process.env["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
    HOME: homedir(),
    LC_ALL: "C",
    GIT_OPTIONAL_LOCKS: "0",
    ...NO_PROMPT,
  };
  for (const name of ["XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"]) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  const off = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"];
  return toGitResult(await run({ command: ["git", ...off, ...args], cwd: directory, env, timeoutMs: TIMEOUT_MS }));
}
