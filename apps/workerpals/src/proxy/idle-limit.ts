/** A signal that aborts with any of the given ones, or when nothing was heard for so long. */
export interface IdleLimit {
  signal: AbortSignal;
  heard(): void;
  abort(): void;
  stop(): void;
}

export function idleLimit(idleMs: number, signals: readonly AbortSignal[]): IdleLimit {
  const own = new AbortController();
  let timer = setTimeout(() => own.abort(), idleMs);
  return {
    signal: AbortSignal.any([own.signal, ...signals]),
    heard: () => {
      clearTimeout(timer);
      timer = setTimeout(() => own.abort(), idleMs);
    },
    abort: () => own.abort(),
    stop: () => clearTimeout(timer),
  };
}
