import { expect, test } from "bun:test";
import type { Review } from "@pushpals/protocol";
import { reviewed } from "./why";

const review = (more: Partial<Review> = {}): Review => ({ critic: "critic-1", findings: [], problem: null, ...more });

test("what the critic has said of a change is told finding by finding, and so is its silence", () => {
  const findings = [
    { path: "a.ts", message: "no\ncase for zero", severity: "blocking" as const },
    { path: null, message: "long", severity: "remark" as const },
  ];
  expect(reviewed(review({ findings }))).toEqual([
    "  reviewed    critic-1, blocking: a.ts: no case for zero",
    "  reviewed    critic-1, remark: long",
  ]);
  expect(reviewed(review())).toEqual(["  reviewed    critic-1 has no findings"]);
  expect(reviewed(review({ problem: "The critic did not answer: 500" }))).toEqual([
    "  reviewed    The critic did not answer: 500",
  ]);
});
