/** Aborts on Ctrl-C; a second one ends the program as usual. */
export function onInterrupt(): { signal: AbortSignal; release(): void } {
  const abort = new AbortController();
  const listener = () => abort.abort();
  process.once("SIGINT", listener);
  return { signal: abort.signal, release: () => void process.off("SIGINT", listener) };
}
