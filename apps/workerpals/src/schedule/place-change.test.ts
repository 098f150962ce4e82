import { expect, test } from "bun:test";
import { type MergeFacts, placeChange } from "./place-change";

const head = (atOdds: readonly string[] | null = []): MergeFacts["head"] => ({ sha: "h", atOdds });

test.each<[string, MergeFacts, ReturnType<typeof placeChange>]>([
  ["nobody is ahead", { head: head(), ahead: [] }, { kind: "free" }],
  ["the same files, and git can merge them", { head: head(), ahead: [{ jobId: "a", atOdds: [] }] }, { kind: "free" }],
  [
    "it waits for those alone with which it is at odds",
    {
      head: head(),
      ahead: [
        { jobId: "a", atOdds: ["x"] },
        { jobId: "b", atOdds: [] },
        { jobId: "c", atOdds: ["y", "x"] },
      ],
    },
    { kind: "after", jobIds: ["a", "c"], files: ["x", "y"] },
  ],
  [
    "what has landed comes first",
    { head: head(["x"]), ahead: [{ jobId: "a", atOdds: ["x"] }] },
    { kind: "onto", sha: "h", files: ["x"] },
  ],
  [
    "what git cannot tell is left to the landing",
    { head: head(null), ahead: [{ jobId: "a", atOdds: null }] },
    { kind: "free" },
  ],
])("%s", (_name, facts, place) => {
  expect(placeChange(facts)).toEqual(place);
});
