const INTERRUPTED = 130;
/**
 * One Ctrl-C may come twice: the terminal sends it to the whole foreground group, and `bun run` passes on what it gets.
 * Within this many milliseconds it counts as one.
 */
const SAME_MS = 500;
/** How often the process above this one is looked at: a kill of it cannot be heard. */
const LOOK_EVERY_MS = 500;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface Interrupt {
  /** Aborts on the first SIGINT, SIGTERM or SIGHUP. */
  signal: AbortSignal;
  /** Takes the listeners away. */
  release(): void;
}

/**
 * For programs that a person runs: the first signal asks for an orderly end, another one ends the process at once.
 * The end of the `bun run` that started it asks for one too, since nobody can end it by that any more.
 */
export function onInterrupt(): Interrupt {
  const abort = new AbortController();
  let firstAt = 0;
  const onSignal = () => {
    if (!abort.signal.aborted) {
      firstAt = performance.now();
      abort.abort();
    } else if (performance.now() - firstAt > SAME_MS) process.exit(INTERRUPTED);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const unwatch = onRunnerGone(() => abort.abort());
  return {
    signal: abort.signal,
    release: () => {
      unwatch();
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}

/** Calls once when the runner of scripts above this process was killed; gives back what ends the watch. */
function onRunnerGone(gone: () => void): () => void {
  if (process.env["npm_lifecycle_event"] === undefined) return () => undefined;
  const runner = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === runner) return;
    clearInterval(watch);
    gone();
  }, LOOK_EVERY_MS);
  watch.unref();
  return () => clearInterval(watch);
}
