import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { minimalEnv, run } from "../../process/index";
import { openSandbox, type Sandbox } from "../../sandbox/index";
import { git } from "../git";
import { openMirror } from "../open-mirror";
import type { Mirror } from "../types";

setDefaultTimeout(120_000);

const WHO = { name: "t", email: "t@example.org" };
const LIMITS = { memory_mb: 0, pids: 0, cpu_seconds: 0, file_size_mb: 0, read_only_paths: [] };
let root: string;
let mirror: Mirror;
let sandbox: Sandbox;
let base: string;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "pp-tidy-"));
  const dir = join(root, "repository");
  mkdirSync(dir);
  writeFileSync(join(dir, "a"), "a\n");
  const env = minimalEnv({ GIT_CONFIG_GLOBAL: "/dev/null" });
  const who = ["-c", "user.name=t", "-c", "user.email=t@example.org"];
  for (const args of [
    ["init", "-q", "-b", "main"],
    ["add", "-A"],
    [...who, "commit", "-q", "-m", "a"],
  ])
    await run({ command: ["git", ...args], cwd: dir, env, timeoutMs: 60_000 });
  const opened = await openMirror({ dataDir: join(root, "data"), repositoryPath: dir, remoteName: "origin" });
  const uncontained = await openSandbox({ ...LIMITS, tier: "none" });
  if (!opened.ok || !uncontained.ok) throw new Error("nothing to test with");
  ({ mirror } = opened);
  ({ sandbox } = uncontained);
  await mirror.fetch();
  base = (await mirror.resolve("refs/remotes/origin/main")) ?? "";
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const packs = () => readdirSync(join(mirror.dir, "objects/pack")).filter((name) => name.endsWith(".pack")).length;
const isWhole = async (sha: string) => (await git(["rev-list", "--objects", sha], { gitDir: mirror.dir })).ok;

test("many jobs are one pack; what no ref leads to goes after its time, and nothing else", async () => {
  const cloned = await mirror.cloneWorkspace({ dir: join(root, "w"), sha: base, objects: "shared", fullHistory: true });
  if (!cloned.ok) throw new Error(cloned.message);
  const { workspace } = cloned;
  const made: string[] = [];
  for (let n = 0; n < 25; n += 1) {
    writeFileSync(join(root, "w/a"), `job ${n}\n`);
    const commit = await workspace.commit({ sandbox, message: `job ${n}`, author: WHO, committer: WHO });
    if (!commit.ok) throw new Error(commit.message);
    const ref = `refs/pushpals/jobs/${n}`;
    expect(await mirror.importCommit({ workspace, sandbox, sha: commit.sha, base, ref })).toEqual({ ok: true });
    made.push(commit.sha);
  }
  expect(packs()).toBe(25);
  await mirror.deleteRef("refs/pushpals/jobs/0");
  expect(await mirror.tidy()).toBeNull();
  // Young as it is, what nothing leads to is kept, in a pack of its own.
  expect(packs()).toBeLessThanOrEqual(2);
  for (const sha of made) expect(await isWhole(sha)).toBe(true);
  expect(await mirror.tidy({ keepUnreachableMs: 0 })).toBeNull();
  expect(await isWhole(made[0] ?? "")).toBe(false);
  for (const sha of made.slice(1)) expect(await isWhole(sha)).toBe(true);
  // A workspace that was there before goes on.
  writeFileSync(join(root, "w/a"), "after\n");
  expect((await workspace.commit({ sandbox, message: "after", author: WHO, committer: WHO })).ok).toBe(true);
});

test("the quarantine of an import that has died goes, one that may be at work stays", async () => {
  const [dead, living] = ["incoming-dead", "incoming-living"].map((name) => join(mirror.dir, "objects", name));
  for (const dir of [dead, living]) mkdirSync(dir as string);
  const old = Date.now() / 1_000 - 7_200;
  utimesSync(dead as string, old, old);
  await mirror.tidy();
  expect([existsSync(dead as string), existsSync(living as string)]).toEqual([false, true]);
});
