import { expect, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { benches } from "./testing/benches";
import { evidenceFrom } from "./testing/landing-bench";

const { bench } = benches();

/** Every point at which the daemon can die, in order. */
const POINTS = [
  "before claimed",
  "after claimed",
  "before imported",
  "after imported",
  "before applied",
  "after applied",
  "before checked",
  "after checked",
  "before approved",
  "after approved",
  "before pushing",
  "after pushing",
  "before processed",
  "after processed",
];

/** How the way to the push goes is the same for all strategies; how a landing is found again is not. */
const PUSHED = POINTS.slice(POINTS.indexOf("after approved"));

for (const strategy of ["cherry-pick", "no-ff", "ff-only"] as const)
  for (const point of strategy === "cherry-pick" ? POINTS : PUSHED.slice(0, 2))
    test(`${strategy}: dead ${point}, delivered again: exactly once on the branch`, async () => {
      const b = await bench(undefined, { section: { strategy, checks: ["test -f b.txt"] } });
      const base = b.head();
      const sha = b.repositories.job("j", base, [
        { message: "first", files: { "b.txt": "b\n" } },
        { message: "second", files: { "c.txt": "c\n" } },
      ]);
      const completion = b.completion("j", sha, { evidence: evidenceFrom(base) });
      b.desk.onStep = (at) => {
        if (at === point) throw new Error("killed");
      };
      await expect(b.deliver(completion)).rejects.toThrow("killed");
      b.desk.onStep = undefined;
      const pushed = b.head() !== base;
      expect(pushed).toBe(PUSHED.includes(point));

      expect(await b.deliver(completion, 2)).toBe("settled");
      const landed = b.landed.get(completion.completionId);
      expect(landed).toMatchObject({ checks: "passed", alreadyLanded: point === "after processed" ? false : pushed });
      expect(landed?.receipts.map((receipt) => receipt.treeSha)).toEqual([landed?.treeSha as string]);
      const subjects = b.repositories.git(
        b.repositories.remote,
        "log",
        "--format=%s",
        "--no-merges",
        `${base}..main_agents`,
      );
      expect(subjects.split("\n")).toEqual(["second", "first"]);
      expect(await b.desk.mirror.resolve("refs/heads/main_agents")).toBe(b.head());
      const workspaces = b.desk.checkWorkspaces;
      expect(existsSync(workspaces) ? readdirSync(workspaces) : []).toEqual([]);
    });

test("a second delivery after others have landed on top finds the commits by their trailer", async () => {
  const b = await bench();
  const base = b.head();
  const sha = b.repositories.job("j", base, [
    { message: "first", files: { "b.txt": "b\n" } },
    { message: "second", files: { "b.txt": "bb\n" } },
  ]);
  const completion = b.completion("j", sha, { evidence: evidenceFrom(base) });
  b.desk.onStep = (at) => {
    if (at === "before processed") throw new Error("killed");
  };
  await expect(b.deliver(completion)).rejects.toThrow("killed");
  b.desk.onStep = undefined;
  const first = b.head();
  // Touches the same lines: re-applied, the change would conflict.
  b.repositories.pushAsOther("main_agents", { "b.txt": "somebody's\n" });
  expect(await b.deliver(completion, 2)).toBe("settled");
  const landed = b.landed.get(completion.completionId);
  expect(landed).toMatchObject({ alreadyLanded: true, commitSha: first, baseSha: base });
  expect(landed?.commits).toHaveLength(2);
});

test("the hub away after the push: told again until it is taken; a lost lease ends it", async () => {
  const b = await bench();
  const sha = b.repositories.job("j", b.head(), [{ message: "x", files: { "b.txt": "b\n" } }]);
  const away = { ok: false, code: "unreachable", message: "away", retryable: true } as const;
  b.refusals.push(away, away);
  const completion = b.completion("j", sha);
  expect(await b.deliver(completion)).toBe("settled");
  expect(b.landed.has(completion.completionId)).toBe(true);
  b.landed.clear();
  b.refusals.push({ ok: false, code: "lease_lost", message: "late", retryable: false });
  expect(await b.deliver(completion, 2)).toBe("settled");
  expect(b.landed.size).toBe(0);
});

test("stopped before the push: nothing is pushed; stopped during it: its outcome is still told", async () => {
  const b = await bench();
  const base = b.head();
  const completion = b.completion("j", b.repositories.job("j", base, [{ message: "x", files: { "b.txt": "b\n" } }]));
  for (const point of ["before claimed", "after imported", "after checked"]) {
    const stop = new AbortController();
    b.desk.onStep = (at) => (at === point ? stop.abort() : undefined);
    expect(await b.deliver(completion, 1, stop.signal)).toMatchObject({ code: "cancelled" });
    expect(b.head()).toBe(base);
  }
  const stop = new AbortController();
  b.desk.onStep = (at) => (at === "after approved" ? stop.abort() : undefined);
  expect(await b.deliver(completion, 1, stop.signal)).toBe("settled");
  expect(b.landed.get(completion.completionId)?.commitSha).toBe(b.head());
});
