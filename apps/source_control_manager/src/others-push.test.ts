import { expect, test } from "bun:test";
import { prepareIntegration } from "./integration/prepare";
import { benches } from "./testing/benches";
import { land, one } from "./testing/deliver";
import { completionsOf, landAll, landedSubjects } from "./testing/land-all";
import { quietLog } from "./testing/landing-bench";

const { bench } = benches();
const STEPS = ["claimed", "imported", "applied", "checked", "approved", "pushing"];

for (const strategy of ["cherry-pick", "no-ff"] as const)
  test(`${strategy}: somebody pushes to both branches at every step: all of it is there in the end, nothing is forced`, async () => {
    const b = await bench(undefined, { section: { strategy, checks: ["test -f j.txt"] } });
    const base = b.head();
    const sha = b.repositories.job("j", base, one({ "j.txt": "j\n" }));
    const others: string[] = [];
    const due = new Set(STEPS.map((step) => `before ${step}`));
    b.desk.onStep = (point) => {
      if (!due.delete(point)) return;
      const name = point.replace(" ", "-");
      others.push(b.repositories.pushAsOther("main_agents", { [`${name}-agents.txt`]: "x\n" }));
      others.push(b.repositories.pushAsOther("main", { [`${name}-main.txt`]: "x\n" }));
    };
    const { landed } = await land(b, "j", sha, base);
    expect(due.size).toBe(0);
    expect(landed).toMatchObject({ checks: "passed", alreadyLanded: false });
    b.desk.onStep = undefined;
    const gate = async () => ({ ok: true as const, receipts: [] });
    const synced = await prepareIntegration({ mirror: b.desk.mirror, config: b.config, log: quietLog, gate });
    expect(synced).toMatchObject({ ok: true, how: "merged", head: b.head() });
    for (const commit of [landed.commitSha, ...others])
      b.repositories.git(b.repositories.remote, "merge-base", "--is-ancestor", commit, "main_agents");
  });

for (const sync_base of ["merge", "rebase"] as const)
  test(`a batch, ${sync_base}: somebody pushes to both branches at every step: all of it is there in the end, nothing is forced`, async () => {
    const b = await bench(undefined, { section: { sync_base, batch_size: 4, checks: ["! grep -q BROKEN f*.txt"] } });
    const base = b.head();
    const others: string[] = [];
    const due = new Set(["before build", "after build", "before checks", "after checks", "intended", "proven"]);
    b.desk.onStep = (point) => {
      if (!due.delete(point)) return;
      const name = point.replace(" ", "-");
      others.push(b.repositories.pushAsOther("main_agents", { [`${name}-agents.txt`]: "x\n" }, "other"));
      others.push(b.repositories.pushAsOther("main", { [`${name}-main.txt`]: "x\n" }, "other"));
    };
    const completions = completionsOf(b, [{ "f1.txt": "1\n" }, { "f2.txt": "BROKEN\n" }, { "f3.txt": "3\n" }]);
    const results = await landAll(b, completions);
    expect(results).toEqual(["settled", expect.objectContaining({ code: "checks_failed" }), "settled"]);
    expect(due.size).toBe(0);
    expect(landedSubjects(b, base).filter((subject) => subject !== "other")).toEqual(["c1", "c3"]);
    b.desk.onStep = undefined;
    const gate = async () => ({ ok: true as const, receipts: [] });
    const { mirror, carried } = b.desk;
    const synced = await prepareIntegration({ mirror, config: b.config, log: quietLog, gate, carried });
    expect(synced).toMatchObject({ ok: true, how: sync_base === "merge" ? "merged" : "rebased", head: b.head() });
    const landed = [...b.landed.values()].map(({ commitSha }) => commitSha);
    for (const commit of [...landed, ...others])
      b.repositories.git(b.repositories.remote, "merge-base", "--is-ancestor", commit, "main_agents");
  });
