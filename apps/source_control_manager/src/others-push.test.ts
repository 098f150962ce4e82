import { expect, test } from "bun:test";
import { prepareIntegration } from "./integration/prepare";
import { benches } from "./testing/benches";
import { land, one } from "./testing/deliver";
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
