import { expect, test } from "bun:test";
import { FAILURES, type FailureCode } from "@pushpals/protocol";
import { FAILURE_WORDS, failureFacts } from "./failure";
import { jobState, queueWords } from "./job-state";
import { oneLine, ordinal, some } from "./text";
import { ago, etaWords, span } from "./time";

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

test("an expected wait is a range, as wide as expectations were wrong", () => {
  expect([0, 2_999, 10_000, 30_000, 240_000, 3 * 3_600_000].map((ms) => etaWords(ms))).toEqual([
    "any moment",
    "any moment",
    "in 5–15 s",
    "in 15–45 s",
    "in 2–6 min",
    "in 1–5 h",
  ]);
  expect(etaWords(60_000, { p50: 1_000 })).toBe("in 55–65 s");
  expect(etaWords(60_000, { p50: 120_000 })).toBe("within 3 min");
  expect(etaWords(60_000, { p50: null })).toBe("in 30–90 s");
  expect(queueWords({ queuePosition: 1, etaMs: 0 })).toBe("next in line, any moment");
  expect(queueWords({ queuePosition: 3, etaMs: null })).toBe("3. in line");
  expect(queueWords({ queuePosition: null, etaMs: null })).toBeNull();
});

test("how long ago", () => {
  const now = 1_000_000_000;
  expect(
    [-5, 0, 12, 190, 7_300, 500_000, 2_000_000, 20_000_000, 80_000_000].map((s) => ago(now - s * 1_000, now)),
  ).toEqual(["just now", "just now", "12 s ago", "3 min ago", "2 h ago", "5 d ago", "3 wk ago", "7 mo ago", "2 y ago"]);
});

test("a job that is done is not called landed before it is", () => {
  const job = { question: null, waitsFor: [], queuePosition: null, cancelRequested: false } as const;
  const of = (more: object) => jobState({ ...job, waitsFor: [], status: "completed", landing: "none", ...more }).text;
  expect(of({})).toBe("completed");
  expect(of({ landing: "waiting" })).toBe("to be landed");
  expect(of({ landing: "failed" })).toBe("not landed");
  expect(of({ landing: "landed" })).toBe("landed");
  expect(of({ status: "claimed", cancelRequested: true })).toBe("stopping");
  expect(of({ status: "blocked", waitsFor: ["019abc00-0000-7000-8000-0000bbbb2222"] })).toBe("after bbbb2222");
  expect(of({ status: "blocked", question: "Which?" })).toBe("asks you");
});
