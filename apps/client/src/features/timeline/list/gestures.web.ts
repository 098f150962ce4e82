import { useEffect, useRef } from "react";
import type { Gesture } from "./follow";

/** Further than this a finger means it. */
const TOUCH_SLOP = 4;
const BACK = new Set(["ArrowUp", "PageUp", "Home"]);
const FORWARD = new Set(["ArrowDown", "PageDown", "End", " "]);

/** In a browser: wheel, finger, keys, and a scroll bar that is held. */
export function useGestures(node: HTMLElement | null, onGesture: (gesture: Gesture) => void): object {
  const latest = useRef(onGesture);
  useEffect(() => {
    latest.current = onGesture;
  });
  useEffect(() => {
    if (!node) return;
    const stop = new AbortController();
    const tell = (gesture: Gesture) => latest.current(gesture);
    const on = <K extends keyof HTMLElementEventMap>(type: K, listen: (event: HTMLElementEventMap[K]) => void) =>
      node.addEventListener(type, listen, { passive: true, signal: stop.signal });
    let touchedAt = 0;
    on("wheel", ({ deltaY }) => deltaY !== 0 && tell(deltaY < 0 ? "back" : "forward"));
    on("touchstart", ({ touches }) => {
      touchedAt = touches[0]?.clientY ?? 0;
    });
    on("touchmove", ({ touches }) => {
      const movedBy = (touches[0]?.clientY ?? touchedAt) - touchedAt;
      if (Math.abs(movedBy) < TOUCH_SLOP) return;
      touchedAt += movedBy;
      tell(movedBy > 0 ? "back" : "forward");
    });
    on("keydown", ({ key, shiftKey, target }) => {
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
      if (BACK.has(key) || (key === " " && shiftKey)) tell("back");
      else if (FORWARD.has(key)) tell("forward");
    });
    on("pointerdown", ({ target, offsetX }) => target === node && offsetX >= node.clientWidth && tell("free"));
    return () => stop.abort();
  }, [node]);
  return {};
}
