import { expect, test } from "bun:test";
import { refuse } from "@pushpals/protocol";
import { syncOf } from "../open-desk";
import { benches } from "../testing/benches";
import { land, one } from "../testing/deliver";
import type { Bench } from "../testing/landing-bench";

const { bench } = benches();
const never = new AbortController().signal;

interface Told {
  from: string;
  to: string;
}

/** A bench with the policy, and what the server was told of copies. */
async function setUp(section = {}) {
  const b = await bench({ "a.txt": "1\n2\n3\n4\n5\n6\n7\n8\n9\n" }, { section: { sync_base: "rebase", ...section } });
  const told: Told[] = [];
  const hub = { away: false };
  Object.assign(b.desk.client.completions, {
    carried: async ({ commits }: { commits: Told[] }) => {
      if (hub.away) return refuse("unreachable", "away");
      told.push(...commits);
      return { ok: true };
    },
  });
  return { b, told, hub, sync: syncOf(b.desk, never) };
}

const remote = (b: Bench, ...args: string[]) => b.repositories.git(b.repositories.remote, ...args);
const line = (b: Bench) => remote(b, "log", "--first-parent", "--format=%s", "main_agents").split("\n");
const isForward = (b: Bench, from: string) => remote(b, "merge-base", "--is-ancestor", from, "main_agents");

test("what has landed is replayed on the base branch, line by line, and the branch only moves forward", async () => {
  const { b, told, sync } = await setUp();
  const base = b.head();
  const { completion, landed } = await land(
    b,
    "one",
    b.repositories.job("one", base, one({ "one.txt": "1\n" }, "One")),
  );
  const person = b.repositories.pushAsOther("main_agents", { "hand.txt": "x\n" }, "By hand");
  const main = b.repositories.pushAsOther("main", { "a.txt": "1\n2\n3\n4\n5\n6\n7\n8\nNINE\n" }, "On main");
  const merged = remote(b, "merge-tree", "--write-tree", person, main);
  expect(await sync()).toMatchObject({ ok: true, how: "rebased", head: b.head(), note: null });
  isForward(b, person);
  isForward(b, main);
  expect(line(b)).toEqual(["Rebase main_agents onto main", "By hand", "One", "On main", "Start"]);
  expect(remote(b, "rev-parse", "main_agents^{tree}")).toBe(merged);
  // The person's commit stays the person's: a trailer counts only where Push Pals is the committer.
  expect(remote(b, "log", "-1", "--format=%an|%cn", "main_agents^1")).toBe("Pat Person|Pat Person");
  const copy = remote(b, "rev-parse", "main_agents^1^1");
  expect(remote(b, "log", "-1", "--format=%cn|%(trailers:key=PushPals-Completion,valueonly)", copy)).toBe(
    `Push Pals|${completion.completionId}`,
  );
  expect(told).toEqual([
    { from: landed.commitSha, to: copy },
    { from: person, to: remote(b, "rev-parse", "main_agents^1") },
  ]);
  expect(await sync()).toMatchObject({ how: "current" });
  await land(b, "two", b.repositories.job("two", base, one({ "two.txt": "2\n" }, "Two")), base);
  b.repositories.pushAsOther("main", { "c.txt": "c\n" }, "More on main");
  expect(await sync()).toMatchObject({ how: "rebased" });
  expect(line(b).slice(0, 5)).toEqual(["Rebase main_agents onto main", "Two", "By hand", "One", "More on main"]);
  // A copy of a copy leads back as well.
  expect(told.slice(2).map(({ from }) => from)).toContain(copy);
});

test("what the base branch has by now is dropped; merges that only brought it in before, too", async () => {
  const { b, sync } = await setUp();
  await land(b, "one", b.repositories.job("one", b.head(), one({ "one.txt": "1\n" }, "One")));
  const integration = b.head();
  const squashed = b.repositories.pushAsOther("main", { "one.txt": "1\n" }, "One, squashed");
  b.desk.config.source_control_manager.sync_base = "merge";
  expect(await sync()).toMatchObject({ how: "merged" });
  b.desk.config.source_control_manager.sync_base = "rebase";
  b.repositories.pushAsOther("main", { "d.txt": "d\n" }, "More");
  expect(await sync()).toMatchObject({ how: "rebased" });
  expect(line(b)).toEqual(["Rebase main_agents onto main", "More", "One, squashed", "Start"]);
  isForward(b, integration);
  isForward(b, squashed);
  expect(remote(b, "diff", "main", "main_agents")).toBe("");
});

test("a conflict leaves the base branch out, with the files; landings go on", async () => {
  const { b, sync } = await setUp();
  await land(b, "one", b.repositories.job("one", b.head(), one({ "a.txt": "mine\n" }, "One")));
  const before = b.head();
  b.repositories.pushAsOther("main", { "a.txt": "theirs\n" }, "On main");
  expect(await sync()).toMatchObject({ ok: true, how: "left", head: before, note: expect.stringContaining("a.txt") });
  expect(b.head()).toBe(before);
  await land(b, "two", b.repositories.job("two", before, one({ "two.txt": "2\n" }, "Two")));
});

test("the server away: told with the next look; a rebase that did not arrive is never told", async () => {
  const { b, told, hub, sync } = await setUp({ checks: ["test ! -e bad.txt"] });
  await land(b, "one", b.repositories.job("one", b.head(), one({ "one.txt": "1\n" }, "One")));
  b.repositories.pushAsOther("main", { "c.txt": "c\n" }, "On main");
  hub.away = true;
  expect(await sync()).toMatchObject({ how: "rebased" });
  expect([told.length, b.desk.carried.list().length]).toEqual([0, 1]);
  hub.away = false;
  expect(await sync()).toMatchObject({ how: "current" });
  expect([told.length, b.desk.carried.list().length]).toEqual([1, 0]);
  b.desk.carried.write({ head: "a".repeat(40), carried: [{ from: "b".repeat(40), to: "c".repeat(40) }] });
  await sync();
  expect([told.length, b.desk.carried.list().length]).toEqual([1, 0]);
  b.repositories.pushAsOther("main", { "bad.txt": "x\n" }, "Red");
  expect(await sync()).toMatchObject({ how: "left" });
  expect(b.desk.carried.list()).toEqual([]);
});
