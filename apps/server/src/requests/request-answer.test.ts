import { expect, test } from "bun:test";
import { type EndedJob, requestAnswer } from "./request-answer";

const id = (n: number) => `01890a5d-ac96-774b-bcce-b302099a80${n.toString().padStart(2, "0")}`;
const job = (n: number, more: Partial<EndedJob>): EndedJob => ({
  id: id(n),
  title: `Part ${n}`,
  outcome: "landed",
  failure: null,
  landedSha: "abcdef0123456789",
  summary: null,
  choice: null,
  ...more,
});

test("one job is told in one line, and what a command printed comes with it", () => {
  expect(requestAnswer([job(1, {})])).toBe("Landed as `abcdef012`: Part 1.");
  const ran = job(1, { outcome: "completed", landedSha: null, summary: "`make` ended with exit code 0" });
  expect(requestAnswer([ran])).toBe("Done: Part 1.\n\n`make` ended with exit code 0");
  const failure = { code: "merge_conflict" as const, message: "Both changed a.txt." };
  expect(requestAnswer([job(1, { outcome: "failed", failure })])).toBe(
    "Not done: Part 1. Both changed a.txt. (merge_conflict)",
  );
});

test("of several, what is not done names its reason, or what it would have built on", () => {
  const failure = { code: "command_failed" as const, message: "make ended with 2\nno rule" };
  const skipped = { code: "dependency_failed" as const, message: "x", detail: { jobId: id(2) } };
  const answer = requestAnswer([
    job(1, {}),
    job(2, { outcome: "failed", failure }),
    job(3, { outcome: "failed", failure: skipped }),
    job(4, { outcome: "cancelled" }),
  ]);
  expect(answer.split("\n")).toEqual([
    "1 of 4 parts is done, 3 are not.",
    "",
    "**Done**",
    "- Part 1 (job 099a8001): landed as `abcdef012`",
    "",
    "**Not done**",
    "- Part 2 (job 099a8002): make ended with 2 (command_failed)",
    '- Part 3 (job 099a8003): not started, as it builds on "Part 2" (job 099a8002), which is not done.',
    "- Part 4 (job 099a8004): cancelled.",
  ]);
});

test("all, or none", () => {
  expect(requestAnswer([job(1, {}), job(2, {})])).toStartWith("All 2 parts are done.");
  expect(requestAnswer([job(1, { outcome: "cancelled" }), job(2, { outcome: "cancelled" })])).toStartWith(
    "None of the 2 parts is done.",
  );
});
