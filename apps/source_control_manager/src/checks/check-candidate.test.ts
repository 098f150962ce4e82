import { expect, test } from "bun:test";
import { readdirSync, rmSync } from "node:fs";
import { TestedTreeViolation } from "../merge/assert-tested";
import { UNSEEN } from "../metrics/branch-heads";
import { landingStatusOf } from "../metrics/landing-status";
import { syncOf } from "../open-desk";
import { benches } from "../testing/benches";
import { waitedLongEnough } from "../testing/deliver";
import { type Bench, evidenceFrom } from "../testing/landing-bench";

const { bench } = benches();
const statusOf = (b: Bench) =>
  landingStatusOf(b.config, { desk: b.desk, stopped: null, baseProblem: null, heads: UNSEEN, pullRequest: () => null });
const BROKEN = [{ message: "x", files: { "b.txt": "BROKEN\n" } }];
const FINE = [{ message: "x", files: { "b.txt": "b\n" } }];

test("a red check: nothing lands, with the command, its exit code and what it printed; the next one lands", async () => {
  const checks = ["echo looking; ! grep -q BROKEN b.txt || { echo found it; exit 3; }"];
  const b = await bench(undefined, { section: { checks } });
  const base = b.head();
  const failed = await b.deliver(b.completion("j", b.repositories.job("j", base, BROKEN)));
  expect(failed).toMatchObject({
    code: "checks_failed",
    detail: { command: checks[0], exitCode: 3, outputTail: "looking\nfound it\n" },
  });
  expect((failed as { message: string }).message).toContain("found it");
  expect(b.head()).toBe(base);
  const completion = b.completion("k", b.repositories.job("k", base, FINE));
  expect(await b.deliver(completion)).toBe("settled");
  const landed = b.landed.get(completion.completionId);
  expect(landed).toMatchObject({ checks: "passed", receipts: [{ command: checks[0], exitCode: 0 }] });
  expect(landed?.receipts[0]?.treeSha).toBe(landed?.treeSha as string);
  expect(b.notes[0]).toContain("looking");
});

test("a check that hangs is ended within its time, its children with it", async () => {
  // No other process of the machine has this text.
  const sleep = `sleep 45678.${process.pid}`;
  const b = await bench(undefined, {
    section: { checks: [`test ! -e b.txt || { ${sleep} & ${sleep}; }`], check_timeout_ms: 4_000 },
  });
  const failed = await b.deliver(b.completion("j", b.repositories.job("j", b.head(), FINE)));
  expect(failed).toMatchObject({ code: "checks_failed", detail: { terminationReason: "timeout" } });
  expect(Bun.spawnSync(["pgrep", "-f", sleep]).stdout.toString()).toBe("");
});

test("what checks write neither lands nor is seen by the next landing", async () => {
  const checks = ["test ! -e left.txt && echo x > left.txt && echo y >> a.txt && git add -A"];
  const b = await bench(undefined, { section: { checks } });
  for (const name of ["one", "two"]) {
    const sha = b.repositories.job(name, b.head(), [{ message: name, files: { [`${name}.txt`]: name } }]);
    expect(await b.deliver(b.completion(name, sha))).toBe("settled");
  }
  expect(b.landed.size).toBe(2);
  expect(b.repositories.git(b.repositories.remote, "ls-tree", "--name-only", "main_agents").split("\n")).toEqual([
    "a.txt",
    "one.txt",
    "two.txt",
  ]);
  expect(readdirSync(b.desk.checkWorkspaces)).toEqual([]);
});

test("checks run on the change as it would land, not as the job left it", async () => {
  const checks = ['test "$(ls *.txt | wc -l)" -lt 3'];
  const b = await bench(undefined, { section: { checks } });
  const base = b.head();
  const [one, two] = ["one", "two"].map((name) =>
    b.repositories.job(name, base, [{ message: name, files: { [`${name}.txt`]: "x" } }]),
  );
  expect(await b.deliver(b.completion("one", one as string, { evidence: evidenceFrom(base) }))).toBe("settled");
  expect(await b.deliver(b.completion("two", two as string, { evidence: evidenceFrom(base) }))).toMatchObject({
    code: "checks_failed",
  });
});

test("rebuilt on a moved branch, the new tree is checked anew", async () => {
  const b = await bench(undefined, { section: { checks: ["test ! -e poison.txt"] } });
  const base = b.head();
  let moved = false;
  b.desk.onStep = (point) => {
    if (point !== "before approved" || moved) return;
    moved = true;
    b.repositories.pushAsOther("main_agents", { "poison.txt": "x" });
  };
  expect(await b.deliver(b.completion("j", b.repositories.job("j", base, FINE)))).toBe("settled");
  expect(b.landed.size).toBe(0);
  expect(b.repositories.git(b.repositories.remote, "ls-tree", "--name-only", "main_agents")).not.toContain("b.txt");
});

test("a base branch that is red stays out, and is not checked again until it changes", async () => {
  const b = await bench(undefined, { section: { checks: ["! test -e poison.txt"] } });
  const sync = syncOf(b.desk, new AbortController().signal);
  let clones = 0;
  const { cloneWorkspace } = b.desk.mirror;
  b.desk.mirror.cloneWorkspace = (options) => {
    clones += 1;
    return cloneWorkspace(options);
  };
  const before = b.head();
  b.repositories.pushAsOther("main", { "poison.txt": "x" });
  for (const _round of [1, 2]) expect(await sync()).toMatchObject({ how: "left", head: before });
  expect(clones).toBe(1);
  b.repositories.pushAsOther("main", { "poison.txt": null, "cure.txt": "x" });
  expect(await sync()).toMatchObject({ how: "fast_forwarded" });
  expect(clones).toBe(2);
});

test("without a sandbox nothing is run and nothing lands; nobody's work is failed, and it lands once there is one", async () => {
  const b = await bench(undefined, { section: { checks: ["true"] } });
  const { sandbox } = b.desk;
  b.desk.sandbox = { ok: false, message: "There is no sandbox here." };
  const completion = b.completion("j", b.repositories.job("j", b.head(), FINE));
  expect(await b.deliver(completion)).toBe("settled");
  expect(b.released).toMatchObject([{ id: completion.completionId, afterMs: expect.any(Number) }]);
  expect(b.landed.size).toBe(0);
  b.desk.sandbox = sandbox;
  expect(await b.deliver(completion)).toBe("settled");
  expect([b.landed.size, b.released.length]).toEqual([0, 2]);
  waitedLongEnough(b);
  expect(await b.deliver(completion)).toBe("settled");
  expect(b.landed.size).toBe(1);
});

test("a red check that does not hold is run once more, lands, and is noted as flaky", async () => {
  const mark = `/tmp/pushpals-flaky-${crypto.randomUUID()}`;
  const b = await bench(undefined, {
    section: { checks: [`test -e ${mark} || { touch ${mark}; echo moody; exit 7; }`] },
  });
  const completion = b.completion("j", b.repositories.job("j", b.head(), FINE));
  expect(await b.deliver(completion)).toBe("settled");
  rmSync(mark);
  expect(b.landed.get(completion.completionId)).toMatchObject({
    checks: "passed",
    receipts: [{ exitCode: 0 }],
    flaky: [{ exitCode: 7, outputTail: "moody\n" }],
  });
  expect(b.desk.metrics.figures()).toMatchObject({ checkRuns: 2, flakes: 1, culprits: 0, landed: 1 });
});

test("a branch that is red by itself pauses landings, told once; the change that mends it lands, and the rest after it", async () => {
  const b = await bench({ "a.txt": "BROKEN\n" }, { section: { checks: ["! grep -rq BROKEN a.txt"] } });
  const base = b.head();
  const innocent = b.completion("j", b.repositories.job("j", base, FINE));
  for (const _round of [1, 2]) expect(await b.deliver(innocent)).toBe("settled");
  expect(b.released).toHaveLength(2);
  expect(b.notes.filter((note) => note.startsWith("Landing is paused"))).toHaveLength(1);
  expect(statusOf(b)).toMatchObject({ state: "paused", reason: { code: "integration_red" } });
  expect(statusOf(b).next).toContain("Mend the integration branch");
  expect(b.head()).toBe(base);
  waitedLongEnough(b);
  const cure = b.completion("cure", b.repositories.job("cure", base, [{ message: "c", files: { "a.txt": "fine\n" } }]));
  expect(await b.deliver(cure)).toBe("settled");
  expect(statusOf(b)).toMatchObject({ reason: null, next: null, figures: { landed: 1 } });
  expect(b.notes.at(-1)).toBe("Landings go on.");
  expect(await b.deliver(innocent)).toBe("settled");
  expect(b.landed.size).toBe(2);
});

test("a receipt of another tree stops the landing loudly, before anything is pushed", async () => {
  const b = await bench(undefined, { section: { checks: ["true"] } });
  const base = b.head();
  const find = b.desk.receipts.find.bind(b.desk.receipts);
  b.desk.receipts.find = () => [
    {
      command: "true",
      exitCode: 0,
      terminationReason: "exited",
      durationMs: 1,
      treeSha: "a".repeat(40),
      outputSha256: "0".repeat(64),
      outputTail: "",
      sandbox: "none",
    },
  ];
  const delivered = b.deliver(b.completion("j", b.repositories.job("j", base, FINE)));
  await expect(delivered).rejects.toBeInstanceOf(TestedTreeViolation);
  expect(b.head()).toBe(base);
  b.desk.receipts.find = find;
});
