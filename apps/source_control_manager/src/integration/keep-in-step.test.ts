import { expect, test } from "bun:test";
import { benches } from "../testing/benches";
import { quietLog } from "../testing/landing-bench";
import { keepInStep } from "./keep-in-step";
import { type Prepared, prepareIntegration } from "./prepare";

const { bench } = benches();

test("a conflict with the base is told once, with its files; landings go on; its end is told, too", async () => {
  const b = await bench();
  b.repositories.pushAsOther("main_agents", { "a.txt": "agents\n" });
  b.repositories.pushAsOther("main", { "a.txt": "people\n" });
  const told: string[] = [];
  const stop = new AbortController();
  let rounds = 0;
  const prepare = async (): Promise<Prepared> => {
    rounds += 1;
    const prepared = await prepareIntegration({ mirror: b.desk.mirror, config: b.config, log: quietLog });
    if (rounds === 2) solve();
    if (rounds === 4) stop.abort();
    return prepared;
  };
  /** As a person does it: merges the base in by hand, and pushes. */
  const solve = () => {
    const { git, root, remote } = b.repositories;
    const dir = `${root}/by-hand`;
    git(root, "clone", "--quiet", "--branch", "main_agents", remote, dir);
    git(dir, "merge", "--quiet", "--strategy-option=ours", "-m", "Solved", "origin/main");
    git(dir, "push", "--quiet", "origin", "main_agents");
  };
  await keepInStep({ prepare, tell: (text) => told.push(text), log: quietLog, draining: stop.signal, everyMs: 1 });
  expect(told).toEqual([
    expect.stringMatching(/paused: main and main_agents conflict in a\.txt\..*by hand.*Landings go on/s),
    "The base branch is brought in again.",
  ]);
});
