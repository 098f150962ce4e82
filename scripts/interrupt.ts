/** Exit code of a program that was ended by Ctrl-C. */
export const INTERRUPTED = 130;

/** Aborts on the first SIGINT or SIGTERM; the second one ends this process at once. */
export function interruptSignal(): AbortSignal {
  const abort = new AbortController();
  const onSignal = () => {
    if (abort.signal.aborted) process.exit(INTERRUPTED);
    abort.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return abort.signal;
}
