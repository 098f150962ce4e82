import { expect, test } from "bun:test";
import { benches } from "../testing/benches";
import { land, one } from "../testing/deliver";
import type { Bench } from "../testing/landing-bench";
import { mergeBase } from "./merge-base";

const { bench } = benches();
const never = new AbortController().signal;
const merge = (b: Bench, headSha: string) => mergeBase(b.desk, { headSha }, never);
const baseOf = (b: Bench) => b.repositories.git(b.repositories.remote, "rev-parse", "main");

async function landFile(b: Bench, name: string) {
  await land(b, name, b.repositories.job(name, b.head(), one({ [`${name}.txt`]: `${name}\n` }, name)));
  return b.head();
}

test("fast-forwards the base to what was seen, not to what landed since; a second time it is there already", async () => {
  const b = await bench();
  const start = baseOf(b);
  const seen = await landFile(b, "one");
  await landFile(b, "two");
  expect(await merge(b, seen)).toMatchObject({ outcome: "merged", from: start, to: seen, checks: "ungated" });
  expect(baseOf(b)).toBe(seen);
  expect(await b.desk.mirror.resolve("refs/remotes/origin/main")).toBe(seen);
  expect(await merge(b, seen)).toMatchObject({ outcome: "already_there", to: seen });
});

test("a base with commits of its own is not moved, and told which", async () => {
  const b = await bench();
  const seen = await landFile(b, "one");
  const other = b.repositories.pushAsOther("main", { "x.txt": "x\n" }, "By hand");
  const result = await merge(b, seen);
  expect(result).toMatchObject({ outcome: "refused", message: expect.stringContaining("By hand") });
  expect(baseOf(b)).toBe(other);
});

test("nothing but commits of the integration branch, and nothing at all where the policy forbids it", async () => {
  const b = await bench();
  const start = baseOf(b);
  const stray = b.repositories.job("stray", b.head(), one({ "s.txt": "s\n" }));
  expect((await merge(b, stray)).message).toContain("not on main_agents");
  expect((await merge(b, "f".repeat(40))).message).toContain("not on main_agents");
  const strict = await bench(undefined, { policy: { allow_merge: false } });
  const strictStart = baseOf(strict);
  const seen = await landFile(strict, "one");
  expect((await merge(strict, seen)).message).toContain("policy.allow_merge");
  expect([baseOf(b), baseOf(strict)]).toEqual([start, strictStart]);
});

test("a tree that does not pass the configured checks does not reach the base", async () => {
  const b = await bench(undefined, { section: { checks: ["test ! -e bad.txt"] } });
  const start = baseOf(b);
  const good = await landFile(b, "one");
  const bad = b.repositories.pushAsOther("main_agents", { "bad.txt": "x\n" });
  expect(await merge(b, bad)).toMatchObject({ outcome: "refused", message: expect.stringContaining("test ! -e bad") });
  expect(baseOf(b)).toBe(start);
  expect(await merge(b, good)).toMatchObject({ outcome: "merged", checks: "passed" });
});

test("somebody who moves the base meanwhile is told of, and never overrun", async () => {
  const b = await bench();
  const seen = await landFile(b, "one");
  const { mirror } = b.desk;
  let other = "";
  const push: typeof mirror.push = (how) => {
    other = b.repositories.pushAsOther("main", { "x.txt": "x\n" });
    return mirror.push(how);
  };
  const racing = { ...mirror, push };
  const result = await mergeBase({ ...b.desk, mirror: racing }, { headSha: seen }, never);
  expect(result).toMatchObject({ outcome: "refused", to: other });
  expect(baseOf(b)).toBe(other);
});

test("local mode: moved only while no work tree has it checked out, else the one command to run", async () => {
  const b = await bench(undefined, { remote: false });
  const { git, user } = b.repositories;
  const start = git(user, "rev-parse", "main");
  const seen = await landFile(b, "one");
  const result = await merge(b, seen);
  expect(result).toMatchObject({ outcome: "refused", from: start, to: start });
  expect(result.message).toContain(`git merge --ff-only ${seen.slice(0, 12)}`);
  expect(git(user, "status", "--porcelain")).toBe("");
  git(user, "switch", "--quiet", "--create", "elsewhere");
  expect(await merge(b, seen)).toMatchObject({ outcome: "merged", to: seen });
  expect(git(user, "rev-parse", "main")).toBe(seen);
  expect(git(user, "status", "--porcelain")).toBe("");
});
