import { describe, expect, test } from "bun:test";
import { shownLength, shownText } from "./smooth-text";

const FRAME_MS = 16;

/** What is shown after each frame, for a text whose length grows as told. */
function flow(lengths: readonly number[], frameMs = FRAME_MS): number[] {
  let shown = 0;
  return lengths.map((length) => {
    shown = shownLength(shown, length, frameMs);
    return shown;
  });
}

describe("a text that comes in lumps", () => {
  test("flows: each frame shows more, none all of it at once, and all is there in the end", () => {
    const frames = flow(Array.from({ length: 120 }, () => 2_000));
    const steps = frames.map((shown, index) => shown - (frames[index - 1] ?? 0));
    expect(Math.max(...steps)).toBeLessThan(200);
    expect(steps.slice(0, frames.indexOf(2_000) + 1).every((step) => step > 0)).toBe(true);
    expect(frames.at(-1)).toBe(2_000);
  });

  test("is never far behind, however much comes", () => {
    const lengths = Array.from({ length: 240 }, (_, frame) => 100 * (frame + 1));
    const behind = flow(lengths).map((shown, frame) => (lengths[frame] ?? 0) - shown);
    // What comes within the time to catch up, and a little: it does not add up.
    expect(Math.max(...behind)).toBeLessThan((100 * 300) / FRAME_MS);
  });

  test("a short one does not crawl", () => {
    expect(flow(Array.from({ length: 20 }, () => 10)).indexOf(10)).toBeLessThan(11);
  });

  test("is all there after a pause in which nothing was drawn, as in a window that was hidden", () => {
    expect(shownLength(3, 5_000, 60_000)).toBe(5_000);
  });

  test("never goes past its end, nor stands still, nor shows more of one that was begun anew than there is", () => {
    expect(shownLength(10, 10, FRAME_MS)).toBe(10);
    expect(shownLength(9, 10, 0)).toBe(10);
    expect(shownLength(500, 12, FRAME_MS)).toBe(12);
  });

  test("shows no half of a sign", () => {
    expect([1, 2, 3, 4].map((shown) => shownText("a🚀b", shown))).toEqual(["a", "a", "a🚀", "a🚀b"]);
    expect(shownText("", 0)).toBe("");
  });
});
