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
  /** Drains, closes and exits. Called again, it joins the stop that is under way. */
  stop(reason: string, exitCode?: number): Promise<never>;
}

const GRACE_MS = 15_000;
const EXIT_FAILED = 1;
const EXIT_INTERRUPTED = 130;

/**
 * The end of a process, in one place. SIGINT, SIGTERM or SIGHUP drain and close (exit 0), a second signal exits at
 * once with 130. With `PUSHPALS_EXIT_WITH_PARENT=1` the end of standard input, which is the end of whoever started it,
 * counts as a stop too. An error that nothing caught is a bug: it is logged, and the process stops with 1.
 */
export function createLifecycle({ log, graceMs = GRACE_MS }: LifecycleOptions): Lifecycle {
  const drain = new AbortController();
  const closers: { name: string; close: () => Promise<void> | void }[] = [];
  let stopping: Promise<never> | null = null;

  const stop = (reason: string, exitCode = 0): Promise<never> => {
    stopping ??= (async () => {
      log.info(`stopping: ${reason}`);
      const late = setTimeout(() => {
        log.error(`not everything closed within ${graceMs} ms`);
        process.exit(exitCode || EXIT_FAILED);
      }, graceMs);
      drain.abort(reason);
      for (let closer = closers.pop(); closer; closer = closers.pop()) await closeOne(closer, log);
      clearTimeout(late);
      process.exit(exitCode);
    })();
    return stopping;
  };
  onSignals(stop);
  onUncaught(log, stop);
  if (process.env["PUSHPALS_EXIT_WITH_PARENT"] === "1") onParentGone(stop);
  return { draining: drain.signal, onClose: (name, close) => void closers.push({ name, close }), stop };
}

type Stop = Lifecycle["stop"];

async function closeOne({ name, close }: { name: string; close: () => Promise<void> | void }, log: Log): Promise<void> {
  try {
    await close();
  } catch (error) {
    log.error({ err: error }, `${name} did not close`);
  }
}

function onSignals(stop: Stop): void {
  let signals = 0;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      signals += 1;
      if (signals > 1) process.exit(EXIT_INTERRUPTED);
      void stop(signal);
    });
}

function onUncaught(log: Log, stop: Stop): void {
  const report = (error: unknown) => {
    log.fatal({ err: error }, "an error was not caught");
    void stop("an error was not caught", EXIT_FAILED);
  };
  process.on("uncaughtException", report);
  process.on("unhandledRejection", report);
}

function onParentGone(stop: Stop): void {
  const gone = () => void stop("the process that started this one is gone");
  process.stdin.on("end", gone);
  process.stdin.on("error", gone);
  process.stdin.resume();
}
