import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Mirror, Workspace } from "../index";
import { ADA, commitFiles, type Fixture, makeFixture, plainSandbox, userGit, writeFiles } from "../testing/fixture";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(300_000);

let fixture: Fixture;
afterEach(() => fixture.remove());

async function workspaceOf(mirror: Mirror, sha: string, objects: "shared" | "copied" = "shared", fullHistory = false) {
  const dir = join(fixture.root, `work-${Math.random()}`);
  const cloned = await mirror.cloneWorkspace({ dir, sha, objects, fullHistory });
  if (!cloned.ok) throw new Error(cloned.message);
  return cloned.workspace;
}

async function commitIn(workspace: Workspace, files: Record<string, string>): Promise<string> {
  await writeFiles(workspace.dir, files);
  const made = await workspace.commit({ sandbox: plainSandbox, message: "A job's work", author: ADA, committer: ADA });
  if (!made.ok) throw new Error(made.message);
  return made.sha;
}

async function fetched(options: Parameters<typeof makeFixture>[0] = {}): Promise<Mirror> {
  fixture = await makeFixture(options);
  const mirror = await fixture.open();
  const result = await mirror.fetch();
  if (!result.ok) throw new Error(result.stderr);
  return mirror;
}

for (const objectFormat of ["sha1", "sha256"]) {
  for (const objects of ["shared", "copied"] as const) {
    test(`a change goes from a ${objects} clone over the mirror to the remote (${objectFormat})`, async () => {
      const mirror = await fetched({ objectFormat });
      expect(mirror.remote).toEqual({ name: "origin", url: fixture.remote });
      expect(await mirror.resolve("refs/remotes/origin/main")).toBe(fixture.head);

      const workspace = await workspaceOf(mirror, fixture.head, objects);
      expect(await readFile(join(workspace.dir, "src/a.txt"), "utf8")).toBe("one\ntwo\nthree\n");
      expect(await userGit(workspace.dir, "status", "--porcelain", "--branch")).toBe("## work");
      expect(await userGit(workspace.dir, "remote")).toBe("");

      const sha = await commitIn(workspace, { "src/a.txt": "one\n2\nthree\n", "new.txt": "new\n" });
      const ref = "refs/pushpals/jobs/1";
      const job = { workspace, sandbox: plainSandbox, sha, base: fixture.head, ref };
      expect(await mirror.importCommit(job)).toEqual({ ok: true });
      expect(await mirror.importCommit(job)).toEqual({ ok: true });
      expect(await mirror.resolve(ref)).toBe(sha);
      expect((await mirror.diff(fixture.head, sha)).summary).toMatchObject({
        fileCount: 2,
        additions: 2,
        deletions: 1,
      });

      const to = "refs/heads/main_agents";
      expect(await mirror.lsRemote(to)).toEqual({ ok: true, sha: null });
      expect(await mirror.push({ sha, ref: to, expectedOld: null })).toEqual({ ok: true });
      expect(await mirror.lsRemote(to)).toEqual({ ok: true, sha });
      await workspace.remove();
      expect(existsSync(workspace.dir)).toBe(false);
    });
  }
}

describe("the stores", () => {
  test("a commit that is there without its trees, as in the middle of another's fetch, is brought whole", async () => {
    const mirror = await fetched();
    const elsewhere = join(fixture.root, "elsewhere");
    await userGit(fixture.root, "clone", "--quiet", fixture.user, elsewhere);
    const sha = await commitFiles(elsewhere, { "new/deep.txt": "x" });
    await userGit(mirror.dir, "fetch", "--quiet", elsewhere, `${sha}:refs/pushpals/jobs/j`);
    const published = join(fixture.dataDir, "published.git");
    const raw = join(fixture.root, "raw");
    await Bun.write(raw, `${await userGit(elsewhere, "cat-file", "commit", sha)}\n`);
    expect(await userGit(published, "hash-object", "-w", "-t", "commit", raw)).toBe(sha);
    const workspace = await workspaceOf(mirror, sha);
    expect(existsSync(join(workspace.dir, "new", "deep.txt"))).toBe(true);
  });

  test("many openers and fetchers at once agree on one mirror", async () => {
    fixture = await makeFixture();
    const mirrors = await Promise.all(Array.from({ length: 6 }, () => fixture.open()));
    const results = await Promise.all(mirrors.map((mirror) => mirror.fetch()));
    expect(results.map(({ stderr }) => stderr)).toEqual(Array(6).fill(""));
    expect((await readdir(fixture.dataDir)).sort()).toEqual(["mirror.git", "published.git"]);
  });

  test("branches that are gone are removed, branches of jobs stay out", async () => {
    const mirror = await fetched();
    await userGit(fixture.user, "push", "--quiet", "origin", "main:side", "main:agent/w/1");
    await mirror.fetch();
    expect(await mirror.resolve("refs/remotes/origin/side")).toBe(fixture.head);
    expect(await mirror.resolve("refs/remotes/origin/agent/w/1")).toBeNull();
    await userGit(fixture.user, "push", "--quiet", "origin", ":side");
    await mirror.fetch();
    expect(await mirror.resolve("refs/remotes/origin/side")).toBeNull();
  });

  for (const store of ["published.git/refs/heads", "mirror.git/refs/remotes/origin"])
    test(`a lock that a killed git has left in ${store} is taken away once nobody can hold it, not before`, async () => {
      const mirror = await fetched();
      await commitFiles(fixture.user, { "x.txt": "x" });
      await userGit(fixture.user, "push", "--quiet", "origin", "main");
      const lock = join(fixture.dataDir, store, "main.lock");
      await writeFile(lock, "");
      expect((await mirror.fetch()).ok).toBe(false);
      await utimes(lock, new Date(0), new Date(0));
      expect((await mirror.fetch()).ok).toBe(true);
      expect(existsSync(lock)).toBe(false);
      expect(await mirror.resolve("refs/remotes/origin/main")).toBe(await userGit(fixture.user, "rev-parse", "main"));
    });

  test("a workspace cannot see what another job made, even by its name", async () => {
    const mirror = await fetched();
    const one = await workspaceOf(mirror, fixture.head);
    const sha = await commitIn(one, { "secret.txt": "of job one\n" });
    await mirror.importCommit({
      workspace: one,
      sandbox: plainSandbox,
      sha,
      base: fixture.head,
      ref: "refs/pushpals/jobs/1",
    });
    const two = await workspaceOf(mirror, fixture.head);
    expect((await two.git(["cat-file", "-e", sha], { sandbox: plainSandbox })).ok).toBe(false);
    // Once a job is based on it, it is there: a landing that was not fetched yet.
    const three = await workspaceOf(mirror, sha);
    expect(await readFile(join(three.dir, "secret.txt"), "utf8")).toBe("of job one\n");
  });

  test("a copied clone has one commit, or all of history when asked", async () => {
    const mirror = await fetched();
    const second = await commitFiles(fixture.user, { "b.txt": "b\n" });
    await userGit(fixture.user, "push", "--quiet", "origin", "main");
    await mirror.fetch();
    const count = async (workspace: Workspace) =>
      (await workspace.git(["rev-list", "--count", "HEAD"], { sandbox: plainSandbox })).stdout.trim();
    expect(await count(await workspaceOf(mirror, second, "copied"))).toBe("1");
    expect(await count(await workspaceOf(mirror, second, "copied", true))).toBe("2");
    expect(await count(await workspaceOf(mirror, second, "shared"))).toBe("2");
  });

  test("a clone of a commit that is nowhere fails and leaves nothing", async () => {
    const mirror = await fetched();
    const dir = join(fixture.root, "nowhere");
    expect(await mirror.cloneWorkspace({ dir, sha: "1".repeat(40) })).toMatchObject({ ok: false });
    expect(existsSync(dir)).toBe(false);
  });

  test("a directory that is there already is refused and left as it is", async () => {
    const mirror = await fetched();
    const dir = join(fixture.root, "taken");
    await writeFiles(dir, { mine: "mine" });
    expect(await mirror.cloneWorkspace({ dir, sha: fixture.head })).toMatchObject({ ok: false });
    expect(await readFile(join(dir, "mine"), "utf8")).toBe("mine");
  });
});

describe("refs", () => {
  test("updateRef is compare and swap", async () => {
    const mirror = await fetched();
    const other = await commitFiles(fixture.user, { "b.txt": "b\n" });
    await userGit(fixture.user, "push", "--quiet", "origin", "main");
    await mirror.fetch();
    const ref = "refs/heads/main_agents";
    expect(await mirror.updateRef(ref, fixture.head, null)).toBe(true);
    expect(await mirror.updateRef(ref, other, null)).toBe(false);
    expect(await mirror.updateRef(ref, other, other)).toBe(false);
    expect(await mirror.updateRef(ref, other, fixture.head)).toBe(true);
    await mirror.deleteRef(ref);
    expect(await mirror.resolve(ref)).toBeNull();
  });

  test("what could be an option never gets to git", async () => {
    const mirror = await fetched();
    await expect(mirror.resolve("--quit")).rejects.toThrow();
    await expect(mirror.treeOf("--quit")).rejects.toThrow();
    await expect(mirror.updateRef("refs/heads/../x", fixture.head)).rejects.toThrow();
    await expect(mirror.cloneWorkspace({ dir: join(fixture.root, "w"), sha: "HEAD" })).rejects.toThrow();
  });
});

describe("pushes", () => {
  test("only from the expected place, only forward, and a second time without effect", async () => {
    const mirror = await fetched();
    const second = await commitFiles(fixture.user, { "b.txt": "b\n" });
    await userGit(fixture.user, "push", "--quiet", "origin", "main");
    await mirror.fetch();
    const ref = "refs/heads/main_agents";
    expect(await mirror.push({ sha: fixture.head, ref, expectedOld: null })).toEqual({ ok: true });
    expect(await mirror.push({ sha: second, ref, expectedOld: null })).toMatchObject({ ok: false, class: "rejected" });
    expect(await mirror.push({ sha: second, ref, expectedOld: fixture.head })).toEqual({ ok: true });
    expect(await mirror.push({ sha: second, ref, expectedOld: fixture.head })).toEqual({ ok: true });
    expect(await mirror.push({ sha: fixture.head, ref, expectedOld: second })).toMatchObject({ class: "rejected" });
    expect(await mirror.lsRemote(ref)).toEqual({ ok: true, sha: second });
    expect(await mirror.push({ sha: fixture.head, ref, expectedOld: second, force: true })).toEqual({ ok: true });
  });

  test("a remote that is away is a network failure", async () => {
    const mirror = await fetched();
    await userGit(fixture.user, "remote", "set-url", "origin", join(fixture.root, "gone.git"));
    const moved = await fixture.open();
    expect(await moved.lsRemote("refs/heads/main")).toMatchObject({ ok: false, class: "network" });
    expect(await moved.push({ sha: fixture.head, ref: "refs/heads/x", expectedOld: null })).toMatchObject({
      class: "network",
    });
    expect((await moved.fetch()).ok).toBe(false);
    expect(await mirror.resolve("refs/remotes/origin/main")).toBe(fixture.head);
  });

  test("a hook of the remote that refuses is a rejection with its words", async () => {
    const mirror = await fetched();
    await writeFiles(fixture.remote, { "hooks/update": "#!/bin/sh\necho not today >&2\nexit 1\n" });
    await userGit(fixture.root, "-C", fixture.remote, "config", "core.hooksPath", "hooks");
    Bun.spawnSync(["chmod", "+x", join(fixture.remote, "hooks/update")]);
    const pushed = await mirror.push({ sha: fixture.head, ref: "refs/heads/x", expectedOld: null });
    expect(pushed).toEqual({
      ok: false,
      class: "rejected",
      message: "[remote rejected] (hook declined) It says: not today",
    });
  });
});

describe("local mode", () => {
  test("fetches from and pushes to the user's repository, and touches nothing else in it", async () => {
    const mirror = await fetched({ remote: false });
    expect(mirror.remote).toBeNull();
    expect(await mirror.resolve("refs/remotes/origin/main")).toBe(fixture.head);
    const workspace = await workspaceOf(mirror, fixture.head);
    const sha = await commitIn(workspace, { "new.txt": "new\n" });
    await mirror.importCommit({
      workspace,
      sandbox: plainSandbox,
      sha,
      base: fixture.head,
      ref: "refs/pushpals/jobs/1",
    });
    const ref = "refs/heads/main_agents";
    expect(await mirror.push({ sha, ref, expectedOld: null })).toEqual({ ok: true });
    expect(await mirror.lsRemote(ref)).toEqual({ ok: true, sha });
    expect(await userGit(fixture.user, "for-each-ref", "--format=%(refname)")).toBe(
      "refs/heads/main\nrefs/heads/main_agents",
    );
    expect(await userGit(fixture.user, "status", "--porcelain", "--branch")).toBe("## main");
  });

  test("a branch that is checked out is not moved, in any work tree", async () => {
    const mirror = await fetched({ remote: false });
    const main = { sha: fixture.head, ref: "refs/heads/main", expectedOld: fixture.head };
    expect(await mirror.push(main)).toMatchObject({
      ok: false,
      class: "rejected",
      message: expect.stringContaining(fixture.user),
    });
    const linked = join(fixture.root, "linked tree");
    await userGit(fixture.user, "worktree", "add", "--quiet", "-b", "side", linked);
    const side = { sha: fixture.head, ref: "refs/heads/side", expectedOld: fixture.head };
    expect(await mirror.push(side)).toMatchObject({ ok: false, message: expect.stringContaining(linked) });
  });

  test("a repository without a commit is refused with what to do", async () => {
    fixture = await makeFixture({ remote: false });
    await userGit(fixture.user, "update-ref", "-d", "HEAD");
    await expect(fixture.open()).rejects.toThrow("no commit yet");
  });

  test("a shallow checkout and a path with a quote serve as well", async () => {
    fixture = await makeFixture();
    const shallow = join(fixture.root, "it's shallow");
    await commitFiles(fixture.user, { "b.txt": "b\n" });
    await userGit(fixture.root, "clone", "--quiet", "--depth=1", `file://${fixture.user}`, shallow);
    await userGit(shallow, "remote", "remove", "origin");
    fixture.user = shallow;
    const head = await userGit(shallow, "rev-parse", "HEAD");
    const { openMirror } = await import("../index");
    const opened = await openMirror({ dataDir: fixture.dataDir, repositoryPath: shallow, remoteName: "origin" });
    if (!opened.ok) throw new Error(opened.message);
    expect((await opened.mirror.fetch()).stderr).toBe("");
    for (const objects of ["shared", "copied"] as const) {
      const workspace = await workspaceOf(opened.mirror, head, objects);
      const sha = await commitIn(workspace, { [`${objects}.txt`]: "x\n" });
      const ref = `refs/pushpals/jobs/${objects}`;
      const job = { workspace, sandbox: plainSandbox, sha, base: head, ref };
      expect(await opened.mirror.importCommit(job)).toEqual({ ok: true });
    }
  });
});
