import { expect, test } from "bun:test";
import { type FollowState, followStart, type Gesture, onGesture, onScrolled } from "./follow";

const play = (...acts: (Gesture | number)[]): boolean =>
  acts.reduce<FollowState>(
    (state, act) => (typeof act === "number" ? onScrolled(state, act) : onGesture(state, act, true)),
    followStart,
  ).isFollowing;

test("the end is followed until somebody reads back, and again once somebody has come back to it", () => {
  expect(play()).toBe(true);
  expect(play("back")).toBe(false);
  expect(play("back", 400, "forward", 200)).toBe(false);
  expect(play("back", 400, "forward", 200, 10)).toBe(true);
});

test("what scrolls by itself changes nothing", () => {
  expect(play(5_000)).toBe(true);
  expect(play("back", 300, 0)).toBe(false);
  expect(play("forward", 0, 2_000)).toBe(true);
});

test("a scroll bar decides by where it is let go", () => {
  expect(play("free", 900)).toBe(false);
  expect(play("free", 900, 0)).toBe(true);
});

test("reading back where there is nothing behind one is no reading back", () => {
  expect(onGesture(followStart, "back", false).isFollowing).toBe(true);
});
