/** Resolves when the browser has a network again, or the page is looked at again. */
export const untilOnline = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const stop = new AbortController();
    const done = () => {
      stop.abort();
      resolve();
    };
    window.addEventListener("online", done, { signal: stop.signal });
    document.addEventListener("visibilitychange", done, { signal: stop.signal });
    signal.addEventListener("abort", done, { signal: stop.signal });
  });
