import { useSyncExternalStore } from "react";

const asked = window.matchMedia("(prefers-reduced-motion: reduce)");
const subscribe = (listener: () => void): (() => void) => {
  asked.addEventListener("change", listener);
  return () => asked.removeEventListener("change", listener);
};

/**
 * Whether the person has asked for less motion. A browser knows at once: a dialog that learned of it a moment after it had
 * opened waited for the end of an animation that did not run, and was no dialog to keyboards and screen readers.
 */
export const useReducedMotion = (): boolean => useSyncExternalStore(subscribe, () => asked.matches);
