import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { TestedTreeViolation } from "../merge/assert-tested";
import { syncOf } from "../open-desk";
import { benches } from "../testing/benches";
import { evidenceFrom } from "../testing/landing-bench";

const { bench } = benches();
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
  const b = await bench(undefined, { section: { checks: ["sleep 45678 & sleep 45678"], check_timeout_ms: 300 } });
  const failed = await b.deliver(b.completion("j", b.repositories.job("j", b.head(), FINE)));
  expect(failed).toMatchObject({ code: "checks_failed", detail: { terminationReason: "timeout" } });
  expect(Bun.spawnSync(["pgrep", "-f", "sleep 45678"]).stdout.toString()).toBe("");
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
  expect(await b.deliver(b.completion("j", b.repositories.job("j", base, FINE)))).toMatchObject({
    code: "checks_failed",
  });
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

test("without a sandbox nothing is run and nothing lands", async () => {
  const b = await bench(undefined, { section: { checks: ["true"] } });
  b.desk.sandbox = { ok: false, message: "There is no sandbox here." };
  expect(await b.deliver(b.completion("j", b.repositories.job("j", b.head(), FINE)))).toMatchObject({
    code: "sandbox_unavailable",
  });
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
