import { describe, expect, test } from "bun:test";
import { renameSync } from "node:fs";
import { openMirror } from "@pushpals/shared/git";
import { benches } from "../testing/benches";
import { quietLog, testConfig } from "../testing/landing-bench";
import type { Repositories } from "../testing/repositories";
import { type PrepareOptions, prepareIntegration } from "./prepare";

const { repositories } = benches();
type More = Partial<Omit<PrepareOptions, "config">> & { section?: Parameters<typeof testConfig>[0] };

const prepare = (r: Repositories, { section, ...more }: More = {}) =>
  prepareIntegration({ mirror: r.mirror, config: testConfig(section), log: quietLog, ...more });
const remoteHead = (r: Repositories, branch = "main_agents") => r.git(r.remote, "rev-parse", `refs/heads/${branch}`);

test("made from the base branch when it is missing; the second time there is nothing to do", async () => {
  const r = await repositories();
  const first = await prepare(r);
  expect(first).toEqual({ ok: true, head: remoteHead(r, "main"), how: "created", note: null });
  expect(await r.mirror.resolve("refs/heads/main_agents")).toBe(remoteHead(r));
  expect(await prepare(r)).toMatchObject({ how: "current" });
});

test("two at once agree", async () => {
  const r = await repositories();
  const results = await Promise.all([prepare(r), prepare(r), prepare(r)]);
  expect(results.map((result) => result.ok && result.head)).toEqual([1, 2, 3].map(() => remoteHead(r)));
});

describe("the base branch is ahead", () => {
  test("fast-forward where nothing has landed, a merge where something has", async () => {
    const r = await repositories();
    await prepare(r);
    const ahead = r.pushAsOther("main", { "b.txt": "b\n" });
    expect(await prepare(r)).toMatchObject({ how: "fast_forwarded", head: ahead });
    r.pushAsOther("main_agents", { "landed.txt": "x\n" });
    r.pushAsOther("main", { "c.txt": "c\n" });
    const merged = await prepare(r);
    expect(merged).toMatchObject({ how: "merged", head: remoteHead(r) });
    expect(r.git(r.remote, "ls-tree", "--name-only", "main_agents").split("\n")).toEqual([
      "a.txt",
      "b.txt",
      "c.txt",
      "landed.txt",
    ]);
    expect(r.git(r.remote, "log", "-1", "--format=%s|%an", "main_agents")).toBe(
      "Merge main into main_agents|Push Pals",
    );
  });

  test("a conflict leaves it out with the files and what to do, and moves nothing", async () => {
    const r = await repositories();
    await prepare(r);
    r.pushAsOther("main_agents", { "a.txt": "agents\n" });
    r.pushAsOther("main", { "a.txt": "people\n" });
    const before = remoteHead(r);
    expect(await prepare(r)).toMatchObject({
      ok: true,
      how: "left",
      head: before,
      note: expect.stringMatching(/a\.txt.*by hand/),
    });
    expect(remoteHead(r)).toBe(before);
    expect(await prepare(r, { section: { sync_base: "off" } })).toMatchObject({ how: "current", head: before });
  });

  test("with checks it is only brought in when they pass on the result", async () => {
    const r = await repositories();
    await prepare(r);
    r.pushAsOther("main", { "b.txt": "b\n" });
    const before = remoteHead(r);
    const section = { checks: ["true"] };
    expect(await prepare(r, { section })).toMatchObject({ how: "left", head: before });
    const red = async () => ({ ok: false as const, failure: { code: "checks_failed" as const, message: "red" } });
    expect(await prepare(r, { section, gate: red })).toMatchObject({
      how: "left",
      note: expect.stringContaining("red"),
    });
    expect(remoteHead(r)).toBe(before);
    const gate = async () => ({ ok: true as const, receipts: [] });
    expect(await prepare(r, { section, gate })).toMatchObject({ how: "fast_forwarded" });
  });

  test("somebody pushes while it is being merged: looked at again", async () => {
    const r = await repositories();
    await prepare(r);
    r.pushAsOther("main_agents", { "landed.txt": "x\n" });
    r.pushAsOther("main", { "c.txt": "c\n" });
    let rounds = 0;
    const gate = async () => {
      rounds += 1;
      if (rounds === 1) r.pushAsOther("main_agents", { "more.txt": "x\n" });
      return { ok: true as const, receipts: [] };
    };
    expect(await prepare(r, { section: { checks: ["true"] }, gate })).toMatchObject({ how: "merged" });
    expect(rounds).toBe(2);
    expect(r.git(r.remote, "ls-tree", "--name-only", "main_agents").split("\n")).toHaveLength(4);
  });
});

test("commits that the remote has dropped are kept here", async () => {
  const r = await repositories();
  await prepare(r);
  const dropped = r.pushAsOther("main_agents", { "b.txt": "b\n" });
  await prepare(r);
  r.git(r.remote, "update-ref", "refs/heads/main_agents", remoteHead(r, "main"));
  expect(await prepare(r)).toMatchObject({ ok: true, head: remoteHead(r, "main") });
  expect(await r.mirror.resolve(`refs/pushpals/rescue/scm-dropped-${dropped.slice(0, 12)}`)).toBe(dropped);
});

describe("nothing to start from", () => {
  const failureOf = async (r: Repositories, more?: More) => {
    const prepared = await prepare(r, more);
    if (prepared.ok) throw new Error("prepared");
    return prepared.failure;
  };
  test("the base branch is missing: told with those that are there", async () => {
    const failed = await failureOf(await repositories(), { section: { base_branch: "trunk" } });
    expect(failed.code).toBe("branch_missing");
    expect(failed.message).toContain("PUSHPALS_INTEGRATION_BASE_BRANCH");
    expect(failed.message).toContain("main");
  });
  test("the remote is empty", async () => {
    const r = await repositories();
    r.git(r.remote, "update-ref", "-d", "refs/heads/main");
    expect((await failureOf(r)).message).toContain("no commit yet");
  });
  test("the remote is away", async () => {
    const r = await repositories();
    renameSync(r.remote, `${r.remote}.away`);
    expect((await failureOf(r)).code).toBe("remote_unavailable");
  });
  test("both branches are one", async () => {
    expect((await failureOf(await repositories(), { section: { integration_branch: "main" } })).message).toContain(
      "different names",
    );
  });
});

test("local mode: made in the user's repository", async () => {
  const r = await repositories(undefined, { remote: false });
  const opened = await openMirror({ dataDir: r.dataDir, repositoryPath: r.user, remoteName: "origin" });
  if (!opened.ok) throw new Error(opened.message);
  expect(await prepareIntegration({ mirror: opened.mirror, config: testConfig(), log: quietLog })).toMatchObject({
    how: "created",
  });
  expect(r.git(r.user, "rev-parse", "main_agents")).toBe(r.git(r.user, "rev-parse", "main"));
  expect(r.git(r.user, "symbolic-ref", "HEAD")).toBe("refs/heads/main");
});
