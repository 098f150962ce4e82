import { run, stderrText, stdoutText } from "../process/index";
import { HARDENED_ARGUMENTS, hardenedEnv } from "./harden";
import { maskUrl } from "./mask-url";
import type { GitOptions, GitResult } from "./types";

const DEFAULT_TIMEOUT_MS = 120_000;
const DEFAULT_MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
const PASSED_ON =
  /^GIT_((AUTHOR|COMMITTER)_(NAME|EMAIL|DATE)|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES)$/;

/**
 * Runs git, hardened (`harden.ts`), on a repository that is named and never looked for. For Push Pals' own
 * repositories and for reading the user's: a job's workspace has settings that the job wrote, there
 * `Workspace.git` runs git inside of a sandbox. Never rejects.
 */
export async function git(args: readonly string[], options: GitOptions): Promise<GitResult> {
  const result = await run({
    command: ["git", ...HARDENED_ARGUMENTS, ...repository(options), ...args],
    cwd: options.cwd ?? options.workTree ?? options.gitDir ?? "/",
    env: { ...hardenedEnv(), ...options.access?.env, ...passedOn(options.env) },
    stdin: options.stdin,
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    signal: options.signal,
    maxOutputBytes: options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES,
  });
  return toGitResult(result);
}

/** The result of a process that was git. */
export function toGitResult(result: Awaited<ReturnType<typeof run>>): GitResult {
  return {
    ok: result.exitCode === 0 && result.terminationReason === "exited" && !result.outputTruncated,
    exitCode: result.exitCode,
    stdout: stdoutText(result),
    bytes: result.stdout,
    stderr: maskUrl(result.error ?? stderrText(result)),
    terminationReason: result.terminationReason,
    outputTruncated: result.outputTruncated,
    outputSha256: result.outputSha256,
  };
}

function repository({ gitDir, workTree }: GitOptions): string[] {
  return [
    ...(gitDir === undefined ? [] : [`--git-dir=${gitDir}`]),
    ...(workTree === undefined ? [] : [`--work-tree=${workTree}`]),
  ];
}

/** Only names that cannot make git run something. */
export function passedOn(env: Record<string, string> = {}): Record<string, string> {
  const refused = Object.keys(env).filter((name) => !PASSED_ON.test(name));
  if (refused.length > 0) throw new Error(`git does not take these variables: ${refused.join(", ")}`);
  return env;
}

/** One line for people: what a failed call said. */
export function saidBy(result: GitResult): string {
  const lines = result.stderr.trim().split("\n");
  const told = lines.find((line) => /^(fatal|error):/.test(line)) ?? lines.at(-1) ?? "";
  return told === "" ? `git ended with ${result.terminationReason}, exit code ${result.exitCode}` : told;
}
