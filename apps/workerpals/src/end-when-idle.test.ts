import { afterEach, expect, jest, test } from "bun:test";
import { endWhenIdle, idleExitMs } from "./end-when-idle";

afterEach(() => void jest.useRealTimers());

test("the flag is a whole number of milliseconds, or nothing", () => {
  expect(idleExitMs(["--worker-id", "w", "--idle-exit-ms", "500"])).toBe(500);
  for (const args of [[], ["--idle-exit-ms"], ["--idle-exit-ms", "soon"], ["--idle-exit-ms", "-1"]])
    expect(idleExitMs(args)).toBeNull();
});

test("ends after so long without work; work in between starts the time anew", () => {
  jest.useFakeTimers();
  let ended = 0;
  const idleness = endWhenIdle(1_000, () => {
    ended += 1;
  });
  idleness.idle();
  jest.advanceTimersByTime(900);
  idleness.busy();
  jest.advanceTimersByTime(5_000);
  idleness.idle();
  jest.advanceTimersByTime(999);
  expect(ended).toBe(0);
  jest.advanceTimersByTime(1);
  expect(ended).toBe(1);
});

test("without a limit it never ends", () => {
  jest.useFakeTimers();
  endWhenIdle(null, () => {
    throw new Error("ended");
  }).idle();
  jest.advanceTimersByTime(1_000_000);
});
