const INTERRUPTED = 130;
/**
 * One Ctrl-C may come twice: the terminal sends it to the whole foreground group, and `bun run` passes on what it gets.
 * Within this many milliseconds it counts as one.
 */
const SAME_MS = 500;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface Interrupt {
  /** Aborts on the first SIGINT, SIGTERM or SIGHUP. */
  signal: AbortSignal;
  /** Takes the listeners away. */
  release(): void;
}

/** For programs that a person runs: the first signal asks for an orderly end, another one ends the process at once. */
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
  return {
    signal: abort.signal,
    release: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
