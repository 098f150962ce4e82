import { expect, test } from "bun:test";
import { bestOfPolicy } from "./best-of-policy";
import { candidatesFor, candidatesNote } from "./candidates-for";

const config = { candidates: 1, max_candidates: 4, by_plan: false, agents: [] as string[] };
const policy = bestOfPolicy(config);
const task = { lane: "openhands" as const };
const script = { lane: "deterministic" as const };
const count = (asked: number | null, more: object = {}, of = policy) =>
  candidatesFor({ ...task, ...more }, asked, of)?.length ?? 1;

test("once, unless somebody asks: the person, then the plan, then the configuration; never more than is allowed", () => {
  expect([count(null), count(3), count(8), count(2, { candidates: 4 })]).toEqual([1, 3, 4, 2]);
  expect([count(null, { candidates: 3 }), count(null, {}, bestOfPolicy({ ...config, candidates: 2 }))]).toEqual([3, 2]);
  expect(count(3, {}, bestOfPolicy({ ...config, max_candidates: 1 }))).toBe(1);
  expect(candidatesFor(script, 3, policy)).toBeNull();
  expect([bestOfPolicy(config).maxByPlan, bestOfPolicy({ ...config, by_plan: true }).maxByPlan]).toEqual([1, 4]);
});

test("the agents that are configured take turns; a model may have colons in its name", () => {
  const agents = bestOfPolicy({ ...config, agents: ["codex", "opencode:qwen3:32b"] });
  expect(candidatesFor(task, 3, agents)).toEqual([
    { profile: "codex", model: "" },
    { profile: "opencode", model: "qwen3:32b" },
    { profile: "codex", model: "" },
  ]);
  expect(candidatesFor(task, 2, policy)).toEqual([
    { profile: "", model: "" },
    { profile: "", model: "" },
  ]);
});

test("the person hears how often it is done, and why not more often", () => {
  expect(candidatesNote([task], null, policy)).toBe("");
  expect(candidatesNote([task], 3, policy)).toStartWith("3 agents do it independently;");
  expect(candidatesNote([task, script], 8, policy)).toContain("4 is the most that is allowed here");
  expect(candidatesNote([script], 3, policy)).toContain("a script has one outcome");
  expect(candidatesNote([task], 3, bestOfPolicy({ ...config, max_candidates: 1 }))).toContain("max_candidates");
});
