import { expect, test } from "bun:test";
import { FAILURES, type FailureCode } from "@pushpals/protocol";
import { FAILURE_WORDS, failureFacts } from "./failure";
import { oneLine, ordinal, some } from "./text";
import { span } from "./time";

test("spans of time", () => {
  expect([0, 999, 1_000, 2_449, 60_000, 200_000, 3_600_000, 7_500_000, 349_200_000].map(span)).toEqual([
    "0 ms",
    "999 ms",
    "1 s",
    "2.4 s",
    "1 min",
    "3 min 20 s",
    "1 h",
    "2 h 5 min",
    "4 d 1 h",
  ]);
});

test("ordinals", () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 112, 122].map(ordinal).join(" ")).toBe(
    "1st 2nd 3rd 4th 11th 12th 13th 21st 112th 122nd",
  );
});

test("lists and lines are cut where they are too long", () => {
  expect(some(["a", "b", "c"], 2)).toBe("a, b and 1 more");
  expect(some(["a"], 2)).toBe("a");
  expect(some(["a", "b"], 2, 9)).toBe("a, b and 7 more");
  expect(oneLine("a\n  b  c", 4)).toBe("a b…");
});

test("a failure's files and output are found in what its cause has left", () => {
  const conflict = {
    code: "merge_conflict",
    message: "Two files.\n",
    detail: { files: [{ path: "a" }, "b", 3] },
  } as const;
  expect(failureFacts({ ...conflict, detail: { files: [...conflict.detail.files] } })).toEqual({
    message: "Two files.",
    files: ["a", "b"],
    output: [],
  });
  const red = failureFacts({ code: "checks_failed", message: "red", detail: { outputTail: "one\n\ntwo\n" } });
  expect(red.output).toEqual(["one", "two"]);
  expect(failureFacts({ code: "checks_failed", message: "it said: two", detail: { output: "two" } }).output).toEqual(
    [],
  );
});

test("what is tried again by itself is worth trying again by hand", () => {
  for (const [code, { retry }] of Object.entries(FAILURES))
    if (retry === "backoff") expect([code, FAILURE_WORDS[code as FailureCode].again]).toEqual([code, true]);
});
