const listeners = new Set<() => void>();

/** Calls back each time that a broken line is worth a try at once: asked for, network back, looked at again. */
export function onWake(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Try every line anew now, whatever it waits for: "Retry now". */
export function wake(): void {
  for (const listener of [...listeners]) listener();
}
