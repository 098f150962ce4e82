import { describe, expect, test } from "bun:test";
import { applyFrames } from "../apply-frames";
import { itemsOf } from "../items";
import { recorded } from "../testing/recorded";
import { emptyTimeline } from "../timeline";
import { jobPhrase, quietMs } from "./job";
import type { Phrase } from "./phrase";
import { requestPhrase } from "./request";
import { stepPhrase } from "./step";

const read = ({ verb, object, outcome }: Phrase): string =>
  [verb, object, outcome].filter((word) => word !== "").join(" ");
const work = recorded("work");
const whole = applyFrames(emptyTimeline, work);
const jobs = whole.rows.flatMap((row) => (row.kind === "job" ? [row] : []));

describe("rows read verb, object, outcome", () => {
  test("of jobs", () => {
    expect(jobs.map((job) => read(jobPhrase(job)).replace(/Worked [\d.]+ m?s/, "Worked 1 s"))).toEqual([
      "Worked 1 s on Write the docs of the shop landed on main_agents, ungated",
      "Worked 1 s on Move src/price.ts to src/prices.ts and 1 more landed on main_agents, ungated",
      'Failed: Replace "no such text" in src/*.ts Nothing to change',
      "Cancelled Run sleep 60.77 by workerpal-1",
      "Worked 1 s on Run true nothing to land",
    ]);
  });

  test("of what a job did", () => {
    const steps = jobs.slice(0, 2).flatMap((job) => job.steps.map((step) => read(stepPhrase(step))));
    expect(steps.filter((text) => !/^(At work|Commit|Validating|Publishing|Handing)/.test(text))).toEqual([
      "Ran ls src",
      "Ran cat no-such-file failed: exit 1: cat: no-such-file: No such file or directory",
      "Wrote docs/shop.md",
      "Wrote docs/stock.md",
      "Moved src/price.ts to src/prices.ts",
      'Replaced "a - b" by "a + b" in src/stock.ts',
    ]);
  });

  test("of requests, on the way and at the end", () => {
    const states = work.map((_, index) => {
      const row = applyFrames(emptyTimeline, work.slice(0, index)).rows.find(({ kind }) => kind === "request");
      return row?.kind === "request" ? read(requestPhrase(row)) : "";
    });
    expect([...new Set(states)]).toEqual([
      "",
      "Queued",
      "Planning",
      "Planned a script low risk · src/price.ts, src/prices.ts and 1 more",
    ]);
  });
});

test("a job that runs and says nothing is said to be quiet, and only then", () => {
  const running = { ...jobs[0], state: "running", lastAt: 1_000 } as (typeof jobs)[number];
  expect(quietMs(running, 0, 20_000)).toBeNull();
  expect(quietMs(running, 0, 31_000)).toBe(30_000);
  expect(quietMs(running, 25_000, 31_000)).toBeNull();
  expect(quietMs({ ...running, state: "landed" }, 0, 99_000)).toBeNull();
});

describe("the list", () => {
  const kinds = (until: number, folding = new Map<string, boolean>()) =>
    itemsOf(applyFrames(emptyTimeline, work.slice(0, until)).rows, folding).map(({ kind }) => kind);

  test("shows the last steps of what runs, and folds what is over into one row", () => {
    const during = work.findIndex(({ envelope }) => envelope.type === "job_claimed");
    expect(kinds(during + 30)).toContain("live");
    expect(kinds(work.length)).not.toContain("step");
    expect(kinds(work.length)[0]).toBe("day");
  });

  test("shows all steps of what somebody has opened, and none of what somebody has closed", () => {
    const [docs] = jobs;
    if (!docs) throw new Error("no job");
    const open = itemsOf(whole.rows, new Map([[docs.key, true]]));
    expect(open.filter(({ kind }) => kind === "step")).toHaveLength(docs.steps.length);
    expect(new Set(open.map(({ key }) => key)).size).toBe(open.length);
    expect(kinds(30, new Map(jobs.map(({ key }) => [key, false])))).not.toContain("live");
  });

  test("keeps the items of what has not changed", () => {
    const folding = new Map(jobs.map(({ key }) => [key, true]));
    const before = itemsOf(applyFrames(emptyTimeline, work).rows, folding);
    const same = itemsOf(applyFrames(emptyTimeline, work).rows, folding);
    expect(before.length).toBe(same.length);
    const twice = itemsOf(whole.rows, folding);
    expect(itemsOf(whole.rows, folding).every((item, index) => item === twice[index])).toBe(true);
  });
});
