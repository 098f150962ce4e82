import { Output } from "./output";
import type { Child } from "./spawn";
import { endGroup } from "./terminate";
import type { RunOptions, TerminationReason } from "./types";

const DEFAULT_KILL_GRACE_MS = 2_000;
/** How long a pipe may be silent, and how long it may be read at all, after its process group has ended. */
const DRAIN_QUIET_MS = 250;
const DRAIN_MAX_MS = 2_000;
/** How long to wait for the exit of a killed child before giving it up. */
const KILLED_EXIT_WAIT_MS = 5_000;

export interface WatchOptions extends Pick<RunOptions, "idleMs" | "overflow" | "signal" | "onLine" | "killGraceMs"> {
  /** Without it there is no hard limit. */
  timeoutMs?: number | undefined;
  /** Bytes kept per stream. */
  maxOutputBytes: number;
  onStdout?: ((chunk: Uint8Array) => Promise<void>) | undefined;
}

export interface ChildEnd {
  exitCode: number | null;
  signal: string | null;
  terminationReason: TerminationReason;
}

/** Reads the child's output and ends it when a limit is reached; the first reason stays. */
export function watchChild(child: Child, options: WatchOptions) {
  const graceMs = options.killGraceMs ?? DEFAULT_KILL_GRACE_MS;
  let reason: TerminationReason | null = null;
  const givenUp = Promise.withResolvers<{ exitCode: null; signal: null }>();
  const end = (why: TerminationReason) => {
    if (reason !== null) return;
    reason = why;
    void endGroup(child.pid, graceMs).then(() => {
      giveUpTimer = setTimeout(() => givenUp.resolve({ exitCode: null, signal: null }), KILLED_EXIT_WAIT_MS);
    });
  };
  let giveUpTimer: Timer | undefined;
  const hard = options.timeoutMs === undefined ? undefined : setTimeout(() => end("timeout"), options.timeoutMs);
  const idle = idleTimer(options.idleMs, () => end("idle"));
  const onAbort = () => end("cancelled");
  options.signal?.addEventListener("abort", onAbort, { once: true });

  const output = new Output({
    maxBytes: options.maxOutputBytes,
    onLine: options.onLine,
    onStdout: options.onStdout,
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
  /** The child has exited, its group is dead, and its pipes are read to their end. */
  const ended = exited.then(async (exit): Promise<ChildEnd> => {
    await endGroup(child.pid, graceMs);
    await output.drain(DRAIN_QUIET_MS, DRAIN_MAX_MS);
    return { ...exit, terminationReason: reason ?? (exit.signal === null ? "exited" : "signal") };
  });
  return { output, ended, end };
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
