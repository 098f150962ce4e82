import { createHash } from "node:crypto";
import { spawnGroup } from "./spawn";
import type { RunOptions, RunResult, TerminationReason } from "./types";
import { watchChild } from "./watch-child";

const DEFAULT_MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/**
 * Runs a program in its own process group. The group is dead when this returns, and a process that left the group
 * but holds a pipe does not delay it. Never rejects: what went wrong stands in `terminationReason`.
 */
export async function run(options: RunOptions): Promise<RunResult> {
  const started = performance.now();
  if (options.signal?.aborted) return notStarted("cancelled", started);
  const spawned = spawnGroup({ ...options, stdin: toBytes(options.stdin) });
  if (!spawned.ok) return notStarted("spawn_failed", started, spawned.error);

  options.onStart?.(spawned.child.pid);
  const watch = watchChild(spawned.child, {
    ...options,
    maxOutputBytes: options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES,
  });
  const exit = await watch.ended;
  return {
    ...exit,
    durationMs: Math.round(performance.now() - started),
    stdout: watch.output.bytes("stdout"),
    stderr: watch.output.bytes("stderr"),
    outputTruncated: watch.output.truncated,
    outputSha256: watch.output.sha256(),
  };
}

const toBytes = (stdin: string | Uint8Array | undefined): Uint8Array =>
  typeof stdin === "string" ? new TextEncoder().encode(stdin) : (stdin ?? new Uint8Array());

function notStarted(terminationReason: TerminationReason, started: number, error?: string): RunResult {
  return {
    exitCode: null,
    signal: null,
    terminationReason,
    durationMs: Math.round(performance.now() - started),
    stdout: new Uint8Array(),
    stderr: new Uint8Array(),
    outputTruncated: false,
    outputSha256: createHash("sha256").digest("hex"),
    ...(error === undefined ? {} : { error }),
  };
}

/** Standard output as text. */
export const stdoutText = (result: RunResult): string => new TextDecoder().decode(result.stdout);
/** Standard error as text. */
export const stderrText = (result: RunResult): string => new TextDecoder().decode(result.stderr);
