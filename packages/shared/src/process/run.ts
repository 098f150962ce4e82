import { createHash } from "node:crypto";
import { Output } from "./output";
import { type Child, spawnGroup } from "./spawn";
import { endGroup } from "./terminate";
import type { RunOptions, RunResult, TerminationReason } from "./types";

const DEFAULT_MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
const DEFAULT_KILL_GRACE_MS = 2_000;
/** How long a pipe may be silent, and how long it may be read at all, after its process group has ended. */
const DRAIN_QUIET_MS = 250;
const DRAIN_MAX_MS = 2_000;
/** How long to wait for the exit of a killed child before giving it up. */
const KILLED_EXIT_WAIT_MS = 5_000;

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
  const watch = watchChild(spawned.child, options);
  const exit = await watch.exited;
  await endGroup(spawned.child.pid, options.killGraceMs ?? DEFAULT_KILL_GRACE_MS);
  await watch.output.drain(DRAIN_QUIET_MS, DRAIN_MAX_MS);
  return {
    ...exit,
    terminationReason: watch.reason() ?? (exit.signal === null ? "exited" : "signal"),
    durationMs: Math.round(performance.now() - started),
    stdout: watch.output.bytes("stdout"),
    stderr: watch.output.bytes("stderr"),
    outputTruncated: watch.output.truncated,
    outputSha256: watch.output.sha256(),
  };
}

/** Reads the child's output and ends it when a limit is reached; the first reason stays. */
function watchChild(child: Child, options: RunOptions) {
  let reason: TerminationReason | null = null;
  const givenUp = Promise.withResolvers<{ exitCode: null; signal: null }>();
  const end = (why: TerminationReason) => {
    if (reason !== null) return;
    reason = why;
    void endGroup(child.pid, options.killGraceMs ?? DEFAULT_KILL_GRACE_MS).then(() => {
      giveUpTimer = setTimeout(() => givenUp.resolve({ exitCode: null, signal: null }), KILLED_EXIT_WAIT_MS);
    });
  };
  let giveUpTimer: Timer | undefined;
  const hard = setTimeout(() => end("timeout"), options.timeoutMs);
  const idle = idleTimer(options.idleMs, () => end("idle"));
  const onAbort = () => end("cancelled");
  options.signal?.addEventListener("abort", onAbort, { once: true });

  const output = new Output({
    maxBytes: options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES,
    onLine: options.onLine,
    onActivity: idle.restart,
    onOverflow: () => options.overflow === "kill" && end("output_limit"),
  });
  output.read("stdout", child.stdout);
  output.read("stderr", child.stderr);

  const exited = Promise.race([child.exited, givenUp.promise]).finally(() => {
    clearTimeout(hard);
    clearTimeout(giveUpTimer);
    idle.stop();
    options.signal?.removeEventListener("abort", onAbort);
  });
  return { output, exited, reason: () => reason };
}

function idleTimer(idleMs: number | undefined, onIdle: () => void) {
  let timer = idleMs === undefined ? undefined : setTimeout(onIdle, idleMs);
  return {
    restart: () => {
      if (timer === undefined) return;
      clearTimeout(timer);
      timer = setTimeout(onIdle, idleMs);
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
    },
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
