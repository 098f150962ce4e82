import { expect, test } from "bun:test";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benches } from "../testing/benches";
import { evidenceFrom, setUpBench } from "../testing/landing-bench";
import { IntentStore } from "./intent-store";
import { reconcileIntents } from "./reconcile";

const { bench } = benches();
const FILES = [{ message: "x", files: { "b.txt": "b\n" } }];

async function diesAt(point: string) {
  const b = await bench();
  const base = b.head();
  const completion = b.completion("j", b.repositories.job("j", base, FILES), { evidence: evidenceFrom(base) });
  b.desk.onStep = (at) => {
    if (at === point) throw new Error("killed");
  };
  await expect(b.deliver(completion)).rejects.toThrow("killed");
  b.desk.onStep = undefined;
  const dir = join(b.repositories.dataDir, "source_control_manager", "intents");
  return { b, base, completion, dir, reopened: new IntentStore(dir) };
}

test("before a push its base, tested tree and result are on the disk; until the remote was asked it is open, not landed", async () => {
  const { b, base, completion, reopened } = await diesAt("intended");
  expect(b.head()).toBe(base);
  const [intent] = reopened.open();
  expect(intent).toMatchObject({ branch: "main_agents", onto: base, outcome: "open" });
  expect(await b.desk.mirror.treeOf(intent?.head ?? "")).toBe(intent?.tree as string);
  expect(intent?.members).toMatchObject([{ completionId: completion.completionId }]);
  expect(reopened.landings(completion.completionId)).toEqual([]);
  await reconcileIntents({ ...b.desk, intents: reopened }, "main_agents", b.head());
  expect(reopened.open()).toEqual([]);
  expect(reopened.landings(completion.completionId)).toEqual([]);
  expect(await b.deliver(completion, 2)).toBe("settled");
  expect(b.landed.get(completion.completionId)).toMatchObject({ alreadyLanded: false });
});

test("a push that was cut off after it arrived is found landed by its intent, even where no trailer tells of it", async () => {
  const { b, completion } = await diesAt("after pushing");
  const landedAs = b.head();
  // Somebody else's address in the configuration by now: commits of the old one do not count as Push Pals' own.
  const next = await setUpBench(b.repositories);
  next.desk.config.workerpals.author_email = "new@example.org";
  expect(await next.deliver(completion, 2)).toBe("settled");
  expect(next.landed.get(completion.completionId)).toMatchObject({ alreadyLanded: true, commitSha: landedAs });
  expect(b.head()).toBe(landedAs);
});

test("while the remote cannot be asked what came of it is unknown, and said so", async () => {
  const { b, completion, base } = await diesAt("intended");
  const refused = {
    ok: false,
    exitCode: 128,
    terminationReason: "exited",
    stdout: "",
    stderr: "Could not resolve host",
  };
  b.desk.mirror.fetch = (async () => refused) as unknown as typeof b.desk.mirror.fetch;
  expect(await b.deliver(completion, 2)).toBe("settled");
  expect(b.landed.size).toBe(0);
  expect(b.released).toHaveLength(1);
  expect(b.desk.intents.open()).toHaveLength(1);
  expect(b.head()).toBe(base);
});

test("commits that were taken off the branch again do not count as landed", async () => {
  const { b, base, completion } = await diesAt("before processed");
  const { git, remote } = b.repositories;
  git(remote, "update-ref", "refs/heads/main_agents", base);
  expect(await b.deliver(completion, 2)).toBe("settled");
  expect(b.landed.get(completion.completionId)).toMatchObject({ alreadyLanded: false });
  expect(git(remote, "show", "main_agents:b.txt")).toBe("b");
});

test("a draft that a crash cut short is dropped", async () => {
  const { dir } = await diesAt("intended");
  writeFileSync(join(dir, "x.json.new"), '{"cut');
  expect(new IntentStore(dir).open()).toHaveLength(1);
  expect(readdirSync(dir).every((name) => name.endsWith(".json"))).toBe(true);
});
