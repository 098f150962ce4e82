/** Small things that this browser remembers, or this page, where the browser is told to remember nothing. */
const memory = new Map<string, string>();

const kept = <T>(use: () => T, otherwise: () => T): T => {
  try {
    return use();
  } catch (error) {
    if (error instanceof DOMException) return otherwise();
    throw error;
  }
};

export const storage = {
  get: (key: string): string | null =>
    kept(
      () => localStorage.getItem(key),
      () => memory.get(key) ?? null,
    ),
  set: (key: string, value: string): void => {
    kept(
      () => localStorage.setItem(key, value),
      () => void memory.set(key, value),
    );
  },
  remove: (key: string): void => {
    kept(
      () => localStorage.removeItem(key),
      () => void memory.delete(key),
    );
  },
};
