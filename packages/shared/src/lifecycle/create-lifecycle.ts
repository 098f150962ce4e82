import type { Log } from "../log/index";

export interface LifecycleOptions {
  log: Log;
  /** For all closers together; then the process ends without them. */
  graceMs?: number;
}

export interface Lifecycle {
  /** Aborts when the process is to end. */
  draining: AbortSignal;
  /** Runs on the way out, the last registered first. */
  onClose(name: string, close: () => Promise<void> | void): void;
  /** Drains, closes and exits. */
  stop(reason: string, exitCode?: number): Promise<never>;
}

const GRACE_MS = 15_000;
const EXIT_INTERRUPTED = 130;

/**
 * The end of a process, in one place: SIGINT or SIGTERM drain and close, a second one exits at once with 130. With
 * `PUSHPALS_EXIT_WITH_PARENT=1` the end of standard input, which is the end of whoever started it, counts as SIGTERM.
 */
export function createLifecycle({ log, graceMs = GRACE_MS }: LifecycleOptions): Lifecycle {
  const drain = new AbortController();
  const closers: { name: string; close: () => Promise<void> | void }[] = [];
  let stopping: Promise<never> | null = null;

  const closeAll = async () => {
    for (const { name, close } of closers.reverse()) {
      try {
        await close();
      } catch (error) {
        log.error({ err: error }, `${name} did not close`);
      }
    }
  };
  const stop = (reason: string, exitCode = 0): Promise<never> => {
    stopping ??= (async () => {
      log.info(`stopping: ${reason}`);
      drain.abort(reason);
      const late = setTimeout(() => {
        log.error(`not everything closed within ${graceMs} ms`);
        process.exit(exitCode === 0 ? 1 : exitCode);
      }, graceMs);
      await closeAll();
      clearTimeout(late);
      process.exit(exitCode);
    })();
    return stopping;
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      if (stopping) process.exit(EXIT_INTERRUPTED);
      void stop(signal);
    });
  if (process.env["PUSHPALS_EXIT_WITH_PARENT"] === "1") {
    process.stdin.on("end", () => void stop("the process that started this one is gone"));
    process.stdin.on("error", () => void stop("the process that started this one is gone"));
    process.stdin.resume();
  }
  return {
    draining: drain.signal,
    onClose: (name, close) => void closers.push({ name, close }),
    stop,
  };
}
