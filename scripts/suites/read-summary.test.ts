import { expect, test } from "bun:test";
import { readSummary } from "./read-summary";

test("counts what bun test says at its end", () => {
  expect(readSummary([" 12 pass", " 1 skip", " 0 fail", " 40 expect() calls"], 0)).toEqual({ passed: 12, failed: 0 });
  expect(readSummary(["\x1b[32m 3 pass\x1b[0m", "\x1b[31m 2 fail\x1b[0m", " 1 error"], 1)).toEqual({
    passed: 3,
    failed: 3,
  });
});

test("takes the end, not what a test has printed before", () => {
  expect(readSummary([" 99 pass", " 99 fail", "…", " 2 pass", " 0 fail"], 0)).toEqual({ passed: 2, failed: 0 });
});

test("a run that went wrong without a failed test is a failure", () => {
  expect(readSummary(["error: Cannot find module"], 1)).toEqual({ passed: 0, failed: 1 });
  expect(readSummary([" 5 pass", " 0 fail"], null)).toEqual({ passed: 5, failed: 1 });
});
