import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { benches } from "../testing/benches";
import { waitedLongEnough } from "../testing/deliver";
import { completionsOf, landAll, landedSubjects } from "../testing/land-all";
import { evidenceFrom } from "../testing/landing-bench";

const { bench } = benches();
/** Names what is wrong, as a compiler or a test runner does. */
const TELLING = "! grep -rl BROKEN .";
/** Says nothing. */
const SILENT = "! grep -rq BROKEN .";

const some = (length: number, bad: readonly number[]) =>
  Array.from({ length }, (_, index) => ({
    [`file-${index + 1}.txt`]: bad.includes(index + 1) ? "BROKEN\n" : "fine\n",
  }));
const eight = (bad: readonly number[]) => some(8, bad);
const section = (checks: string[], more = {}) => ({ section: { checks, batch_size: 8, ...more } });

test("eight green changes: one run, one push; each is landed for itself, and what was tested is the head", async () => {
  const b = await bench(undefined, section([SILENT]));
  const base = b.head();
  let pushes = 0;
  const { push } = b.desk.mirror;
  b.desk.mirror.push = (options) => {
    pushes += 1;
    return push(options);
  };
  const completions = completionsOf(b, eight([]));
  expect(await landAll(b, completions)).toEqual(completions.map(() => "settled"));
  expect(landedSubjects(b, base)).toEqual(["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"]);
  expect([b.desk.metrics.figures().checkRuns, pushes]).toEqual([1, 1]);
  const tree = b.repositories.git(b.repositories.remote, "rev-parse", "main_agents^{tree}");
  for (const [index, { completionId }] of completions.entries()) {
    const landed = b.landed.get(completionId);
    if (!landed) throw new Error("not landed");
    expect(landed).toMatchObject({ checks: "passed", commits: [landed.commitSha] });
    expect(landed.batch).toEqual({ size: 8, position: index + 1, headSha: b.head(), treeSha: tree });
    expect(landed.receipts.map((receipt) => receipt.treeSha)).toEqual([tree]);
  }
});

for (const place of [1, 8])
  test(`the culprit at place ${place} of eight, named by the check: four runs at most, and seven have landed`, async () => {
    const b = await bench(undefined, section([TELLING]));
    const base = b.head();
    const completions = completionsOf(b, eight([place]));
    const results = await landAll(b, completions);
    expect(results.filter((result) => result !== "settled")).toHaveLength(1);
    expect(results[place - 1]).toMatchObject({ code: "checks_failed", detail: { exitCode: 1, command: TELLING } });
    const others = [1, 2, 3, 4, 5, 6, 7, 8].filter((one) => one !== place);
    expect(landedSubjects(b, base)).toEqual(others.map((one) => `c${one}`));
    expect(b.desk.metrics.figures().checkRuns).toBeLessThanOrEqual(4);
    expect(b.desk.metrics.figures()).toMatchObject({ culprits: 1, landed: 7, rejected: 1 });
  });

test("a silent check: the culprit is found in four runs, and one more lands the rest", async () => {
  const b = await bench(undefined, section([SILENT]));
  const base = b.head();
  const results = await landAll(b, completionsOf(b, eight([6])));
  expect(results[5]).toMatchObject({ code: "checks_failed" });
  expect(landedSubjects(b, base)).toHaveLength(7);
  expect(b.desk.metrics.figures().checkRuns).toBe(5);
});

test("where others wait behind them, that one more is theirs: the rest lands with the next, so the culprit cost four runs", async () => {
  const b = await bench(undefined, section([SILENT]));
  const base = b.head();
  const results = await landAll(b, completionsOf(b, some(14, [6])));
  expect(results.flatMap((result, at) => (result === "settled" ? [] : [at + 1]))).toEqual([6]);
  const landed = [1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14];
  expect(landedSubjects(b, base)).toEqual(landed.map((at) => `c${at}`));
  expect(b.desk.metrics.figures()).toMatchObject({ checkRuns: 5, culprits: 1, landed: 13 });
});

test("one that joined a batch and is red itself is found, too, and the order stays", async () => {
  const b = await bench(undefined, section([TELLING]));
  const base = b.head();
  const results = await landAll(b, completionsOf(b, some(12, [2, 9, 10])));
  expect(results.flatMap((result, at) => (result === "settled" ? [] : [at + 1]))).toEqual([2, 9, 10]);
  expect(landedSubjects(b, base)).toEqual([1, 3, 4, 5, 6, 7, 8, 11, 12].map((at) => `c${at}`));
});

test("a flaky check blames nobody: all land, and it is counted", async () => {
  const b = await bench(undefined, section([]));
  const marks = b.repositories.root;
  // Red once on the whole, as if by the weather.
  b.desk.config.source_control_manager.checks = [`test -e ${marks}/calm || { touch ${marks}/calm; exit 1; }`];
  const base = b.head();
  await landAll(b, completionsOf(b, eight([])));
  expect(landedSubjects(b, base)).toHaveLength(8);
  expect(b.desk.metrics.figures()).toMatchObject({ culprits: 0, flakes: 1, landed: 8 });
});

test("a change that conflicts with another of the batch is judged once that one has landed, or gone", async () => {
  const b = await bench(undefined, section([TELLING]));
  const base = b.head();
  const results = await landAll(
    b,
    completionsOf(b, [
      { "bad.txt": "BROKEN\n", "same.txt": "of the culprit\n" },
      { "same.txt": "of the second\n" },
      { "same.txt": "of the third\n" },
      { "other.txt": "x\n" },
    ]),
  );
  expect(results[0]).toMatchObject({ code: "checks_failed" });
  expect(results[1]).toBe("settled");
  expect(results[2]).toMatchObject({ code: "merge_conflict", detail: { files: ["same.txt"] } });
  expect(landedSubjects(b, base)).toEqual(["c2", "c4"]);
});

test("a red branch fails none of a batch; each goes back", async () => {
  const b = await bench({ "a.txt": "BROKEN\n" }, section([SILENT]));
  const completions = completionsOf(b, eight([]).slice(0, 3));
  expect(await landAll(b, completions)).toEqual(completions.map(() => "settled"));
  expect(b.released.map(({ id }) => id)).toEqual(completions.map(({ completionId }) => completionId));
  expect(b.notes.filter((note) => note.startsWith("Landing is paused"))).toHaveLength(1);
});

test("somebody pushes while the batch is checked: it is built and checked anew, and lands on that", async () => {
  const b = await bench(undefined, section([SILENT]));
  let pushed = false;
  b.desk.onStep = (point) => {
    if (point !== "after checks" || pushed) return;
    pushed = true;
    b.repositories.pushAsOther("main_agents", { "theirs.txt": "x\n" });
  };
  const base = b.head();
  await landAll(b, completionsOf(b, eight([]).slice(0, 3)));
  expect(landedSubjects(b, base)).toEqual(["By somebody else", "c1", "c2", "c3"]);
  expect(b.desk.metrics.figures().checkRuns).toBe(2);
});

test("one that is cancelled on the way is left out, the others land without it", async () => {
  const b = await bench(undefined, section([SILENT]));
  const base = b.head();
  const stop = new AbortController();
  b.desk.onStep = (point) => (point === "before checks" ? stop.abort() : undefined);
  const never = new AbortController().signal;
  const results = await landAll(b, completionsOf(b, eight([]).slice(0, 3)), [never, stop.signal, never]);
  expect(results[1]).toMatchObject({ code: "cancelled" });
  expect(landedSubjects(b, base)).toEqual(["c1", "c3"]);
});

test("urgent ones land first; without checks a batch still is one push", async () => {
  const b = await bench(undefined, section([]));
  const base = b.head();
  const [one, two, three] = completionsOf(b, eight([]).slice(0, 3));
  if (!one || !two || !three) throw new Error("three were made");
  await landAll(b, [one, two, { ...three, priority: "interactive" }]);
  expect(landedSubjects(b, base)).toEqual(["c3", "c1", "c2"]);
  expect(b.landed.get(one.completionId)).toMatchObject({ checks: "ungated", batch: { size: 3, position: 2 } });
});

test("the next batch is checked while the first still is, and its runs count when its turn comes", async () => {
  const b = await bench(undefined, section([], { batch_size: 2, check_parallelism: 2 }));
  const dir = b.repositories.root;
  // The first batch passes only once the run on the second one has begun.
  b.desk.config.source_control_manager.checks = [
    `if test -e file-3.txt; then touch ${dir}/ahead; else until test -e ${dir}/ahead; do sleep 0.02; done; fi`,
  ];
  const base = b.head();
  await landAll(b, completionsOf(b, eight([]).slice(0, 4)));
  expect(landedSubjects(b, base)).toEqual(["c1", "c2", "c3", "c4"]);
  expect(b.desk.metrics.figures()).toMatchObject({ checkRuns: 2, batches: 2 });
});

test("a run ahead is dropped when the batch that it stands on is red; what stands then is checked", async () => {
  const b = await bench(undefined, section([TELLING], { batch_size: 2, check_parallelism: 2 }));
  const base = b.head();
  const results = await landAll(b, completionsOf(b, eight([2]).slice(0, 4)));
  expect(results[1]).toMatchObject({ code: "checks_failed" });
  expect(landedSubjects(b, base)).toEqual(["c1", "c3", "c4"]);
  for (const { treeSha, receipts, batch } of b.landed.values())
    expect(receipts.map((receipt) => receipt.treeSha)).toEqual([batch?.treeSha ?? treeSha]);
});

test("a batch that the remote refuses is sent one by one: only the one that it objects to fails", async () => {
  const b = await bench(undefined, section([]));
  const hook = join(b.repositories.remote, "hooks", "pre-receive");
  const script = `#!/bin/sh\nwhile read old new ref; do git ls-tree --name-only $new | grep -q file-2 && { echo no file-2 >&2; exit 1; }; done; exit 0\n`;
  await Bun.write(hook, script);
  b.repositories.git(b.repositories.remote, "config", "core.hooksPath", join(b.repositories.remote, "hooks"));
  Bun.spawnSync(["chmod", "+x", hook]);
  expect(readFileSync(hook, "utf8")).toContain("file-2");
  const base = b.head();
  const results = await landAll(b, completionsOf(b, eight([]).slice(0, 3)));
  expect(results[1]).toMatchObject({ code: "publish_failed" });
  expect(landedSubjects(b, base)).toEqual(["c1", "c3"]);
});

for (const batch_size of [1, 8])
  test(`batch_size ${batch_size}: a full disk here pauses, and fails nobody; it goes on once there is room`, async () => {
    const b = await bench(undefined, section([], { batch_size }));
    const base = b.head();
    const { intents } = b.desk;
    const record = intents.record.bind(intents);
    intents.record = () => {
      throw Object.assign(new Error("no space left on device, write"), { code: "ENOSPC" });
    };
    const completions = completionsOf(b, eight([]).slice(0, 2));
    expect(await landAll(b, completions)).toEqual(["settled", "settled"]);
    expect([b.head(), b.landed.size, b.released.length]).toEqual([base, 0, 2]);
    expect(b.desk.outage.paused?.failure.code).toBe("workspace_failed");
    intents.record = record;
    waitedLongEnough(b);
    await landAll(b, completions);
    expect(landedSubjects(b, base)).toEqual(["c1", "c2"]);
  });

test("one that was delivered before goes alone", async () => {
  const b = await bench(undefined, section([SILENT]));
  const base = b.head();
  const [again, ...others] = completionsOf(b, eight([]).slice(0, 3));
  if (!again) throw new Error("three were made");
  expect(await b.deliver({ ...again, evidence: evidenceFrom(base) }, 2)).toBe("settled");
  await landAll(b, others);
  expect(b.landed.get(again.completionId)?.batch).toBeUndefined();
});
