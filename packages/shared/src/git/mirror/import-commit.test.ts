import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { chmod, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openSandbox, type Sandbox } from "../../sandbox/index";
import type { ChangeLimits, ImportResult, Mirror, Workspace } from "../index";
import { ADA, commitFiles, type Fixture, makeFixture, plainSandbox, userGit, writeFiles } from "../testing/fixture";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(300_000);

let fixture: Fixture;
let mirror: Mirror;
let workspace: Workspace;
const REF = "refs/pushpals/jobs/1";

beforeEach(async () => {
  fixture = await makeFixture();
  mirror = await fixture.open();
  await mirror.fetch();
  const cloned = await mirror.cloneWorkspace({ dir: join(fixture.root, "work"), sha: fixture.head, objects: "shared" });
  if (!cloned.ok) throw new Error(cloned.message);
  workspace = cloned.workspace;
});
afterEach(() => fixture.remove());

const take = (sha: string, more: ChangeLimits & { base?: string; sandbox?: Sandbox } = {}): Promise<ImportResult> =>
  mirror.importCommit({ workspace, sandbox: plainSandbox, sha, base: fixture.head, ref: REF, ...more });

async function expectRefused(result: ImportResult, words: RegExp): Promise<void> {
  expect(result).toMatchObject({ ok: false, code: "change_refused", message: expect.stringMatching(words) });
  expect(await mirror.resolve(REF)).toBeNull();
  expect(await readdir(join(mirror.dir, "objects"))).toEqual(["info", "pack"]);
  expect(await readdir(join(mirror.dir, "objects/pack"))).toEqual([]);
}

/** A commit made by the job itself, with whatever it likes in it. */
const jobCommit = (files: Record<string, string> = {}) => commitFiles(workspace.dir, files, "by the job");

describe("what is not taken", () => {
  test("a commit that is not based on the base", async () => {
    await userGit(workspace.dir, "checkout", "--quiet", "--orphan", "other");
    await expectRefused(await take(await jobCommit({ "x.txt": "x" })), /not based on/);
  });

  test("an object that is no commit, and one that is not there", async () => {
    await expectRefused(
      await take(await userGit(workspace.dir, "rev-parse", "HEAD:README.md")),
      /not a commit|not sound/,
    );
    expect(await take("1".repeat(40))).toMatchObject({ ok: false, code: "workspace_failed" });
  });

  test("a submodule, also in a commit that a later one takes back", async () => {
    await userGit(workspace.dir, "update-index", "--add", "--cacheinfo", `160000,${fixture.head},lib`);
    await userGit(workspace.dir, "commit", "--quiet", "-m", "link");
    await expectRefused(await take(await userGit(workspace.dir, "rev-parse", "HEAD")), /Submodules.*: lib/);
    await userGit(workspace.dir, "rm", "--quiet", "--cached", "lib");
    await expectRefused(await take(await jobCommit({ "x.txt": "x" })), /Submodules.*: lib/);
  });

  test("a file that is larger than one may be, though the whole is not; and a submodule where they are allowed", async () => {
    const sha = await jobCommit({ "big name.txt": "x".repeat(3_000), "small.txt": "x" });
    await expectRefused(await take(sha, { maxFileBytes: 2_000 }), /The file big name.txt is larger/);
    expect(await take(sha, { maxFileBytes: 3_000 })).toEqual({ ok: true });
    await userGit(workspace.dir, "update-index", "--add", "--cacheinfo", `160000,${fixture.head},lib`);
    await userGit(workspace.dir, "commit", "--quiet", "-m", "link");
    const linked = await userGit(workspace.dir, "rev-parse", "HEAD");
    expect(await take(linked, { allowSubmodules: true })).toEqual({ ok: true });
  });

  test("a repository that the job left in its workspace", async () => {
    await userGit(workspace.dir, "init", "--quiet", "inner");
    await commitFiles(join(workspace.dir, "inner"), { "x.txt": "x" });
    const made = await workspace.commit({ sandbox: plainSandbox, message: "m", author: ADA, committer: ADA });
    if (!made.ok) throw new Error(made.message);
    await expectRefused(await take(made.sha), /Submodules.*: inner/);
  });

  for (const target of ["/etc/passwd", "../x", "src/../../x", "src/..", ".git/config", "src/.GIT/x"]) {
    test(`a link to ${target}`, async () => {
      await symlink(target, join(workspace.dir, "link"));
      await expectRefused(await take(await jobCommit()), /lead out of the repository: link/);
    });
  }

  test("more than is allowed, packed or unpacked", async () => {
    const noise = Buffer.from(crypto.getRandomValues(new Uint8Array(60_000))).toString("base64");
    const large = await jobCommit({ "noise.txt": noise });
    await expectRefused(await take(large, { maxBytes: 50_000 }), /larger than/);
    const bomb = await jobCommit({ "zeros.bin": "\0".repeat(4_000_000) });
    await expectRefused(await take(bomb, { maxBytes: 2_000_000 }), /larger than/);
    expect(await take(bomb, { maxBytes: 8_000_000 })).toEqual({ ok: true });
  });

  test("trees that git itself would not make", async () => {
    const blob = await userGit(workspace.dir, "rev-parse", "HEAD:README.md");
    const name = Buffer.from(blob, "hex");
    for (const entry of [".git", "..", "a/b"]) {
      const tree = Buffer.concat([Buffer.from(`100644 ${entry}\0`), name]);
      await writeFile(join(fixture.root, "tree"), tree);
      const sha = await userGit(
        workspace.dir,
        "hash-object",
        "-t",
        "tree",
        "-w",
        "--literally",
        join(fixture.root, "tree"),
      );
      const commit = await userGit(workspace.dir, "commit-tree", sha, "-p", fixture.head, "-m", "odd");
      await expectRefused(await take(commit), /not sound/);
    }
  });

  test("bytes that are no pack, or half of one", async () => {
    const sha = await jobCommit({ "x.txt": "x" });
    const lying = (change: (bytes: Uint8Array) => Uint8Array): Sandbox => ({
      ...plainSandbox,
      run: async (options) => {
        const result = await plainSandbox.run(options);
        return { ...result, stdout: change(result.stdout) };
      },
    });
    await expectRefused(await take(sha, { sandbox: lying(() => new TextEncoder().encode("hello")) }), /not sound/);
    await expectRefused(await take(sha, { sandbox: lying((bytes) => bytes.slice(0, -30)) }), /not sound/);
    await expectRefused(await take(sha, { sandbox: lying(emptyPack) }), /not a commit/);
  });

  test("another job's commit, claimed as its own", async () => {
    const sha = await jobCommit({ "x.txt": "x" });
    expect(await take(sha)).toEqual({ ok: true });
    const thief: Sandbox = {
      ...plainSandbox,
      run: async (o) => ({ ...(await plainSandbox.run(o)), stdout: emptyPack() }),
    };
    const stolen = await mirror.importCommit({
      workspace,
      sandbox: thief,
      sha,
      base: fixture.head,
      ref: "refs/pushpals/jobs/2",
    });
    expect(stolen).toMatchObject({ ok: false, code: "change_refused" });
  });
});

/** A pack of no object: header, and the SHA-1 of it. */
function emptyPack(): Uint8Array {
  const header = Buffer.from([0x50, 0x41, 0x43, 0x4b, 0, 0, 0, 2, 0, 0, 0, 0]);
  return Buffer.concat([header, new Bun.CryptoHasher("sha1").update(header).digest()]);
}

const opened = await openSandbox({
  tier: "process",
  memory_mb: 4096,
  pids: 512,
  cpu_seconds: 0,
  file_size_mb: 4096,
  read_only_paths: [],
});
if (!opened.ok) console.warn(`The test with the process sandbox is skipped: ${opened.message}`);

describe("what is taken", () => {
  test.skipIf(!opened.ok)(
    "work that was committed and packed in the process sandbox, with borrowed objects",
    async () => {
      if (!opened.ok) throw new Error(opened.message);
      const { sandbox } = opened;
      await writeFiles(workspace.dir, { "src/a.txt": "changed\n" });
      const spoil = await workspace.git(["hash-object", "-w", "README.md"], { sandbox });
      expect(spoil.ok).toBe(true);
      const made = await workspace.commit({ sandbox, message: "m", author: ADA, committer: ADA });
      if (!made.ok) throw new Error(made.message);
      expect(await take(made.sha, { sandbox })).toEqual({ ok: true });
      const write = ["sh", "-c", `echo x > ${workspace.readOnly[0]}/x`] as const;
      const written = await sandbox.run({
        command: write,
        workspace: workspace.dir,
        readOnly: workspace.readOnly,
        timeoutMs: 10_000,
      });
      expect(written.exitCode).not.toBe(0);
      expect(existsSync(join(workspace.readOnly[0] ?? "", "x"))).toBe(false);
    },
  );

  test("links that stay inside, file modes, odd names, several commits", async () => {
    await symlink("../README.md", join(workspace.dir, "src/up"));
    await symlink("src/a.txt", join(workspace.dir, "down"));
    await jobCommit({ "with space.txt": "x", "ümlaut\n.txt": "x", "run.sh": "#!/bin/sh\n" });
    await chmod(join(workspace.dir, "run.sh"), 0o755);
    expect(await take(await jobCommit({ "more.txt": "x" }))).toEqual({ ok: true });
  });

  test("what a job removed, be it a submodule that was there", async () => {
    await userGit(fixture.user, "update-index", "--add", "--cacheinfo", `160000,${fixture.head},lib`);
    await userGit(fixture.user, "commit", "--quiet", "-m", "link");
    await userGit(fixture.user, "push", "--quiet", "origin", "main");
    await mirror.fetch();
    const base = await userGit(fixture.user, "rev-parse", "HEAD");
    const cloned = await mirror.cloneWorkspace({ dir: join(fixture.root, "work2"), sha: base, objects: "copied" });
    if (!cloned.ok) throw new Error(cloned.message);
    workspace = cloned.workspace;
    await userGit(workspace.dir, "rm", "--quiet", "--cached", "lib");
    expect(await take(await jobCommit({ "x.txt": "x" }), { base })).toEqual({ ok: true });
  });
});

describe("a workspace that was made a trap", () => {
  /**
   * Stands for a sandbox: whatever the job planted may run in there. The canary says whether it ran elsewhere, so
   * each run inside has a mark in its environment.
   */
  const marked: Sandbox = {
    ...plainSandbox,
    run: (options) => plainSandbox.run({ ...options, env: { ...options.env, INSIDE: "1" } }),
  };

  async function plantTraps(): Promise<string> {
    const canary = join(fixture.root, "canary");
    const trap = join(workspace.dir, "trap.sh");
    await writeFile(trap, `#!/bin/sh\n[ -n "$INSIDE" ] || echo "$0 $*" >> ${canary}\ncat 2>/dev/null\nexit 0\n`);
    await chmod(trap, 0o755);
    await writeFiles(workspace.dir, { ".gitattributes": "* filter=evil diff=evil merge=evil\n" });
    for (const hook of ["pre-commit", "post-commit", "post-checkout", "reference-transaction", "post-index-change"]) {
      await symlink(trap, join(workspace.gitDir, "hooks", hook)).catch(async () => {
        await writeFiles(workspace.gitDir, { "hooks/.keep": "" });
        await symlink(trap, join(workspace.gitDir, "hooks", hook));
      });
    }
    const settings = {
      "core.hooksPath": ".git/hooks",
      "core.fsmonitor": trap,
      "core.sshCommand": trap,
      "core.alternateRefsCommand": trap,
      "filter.evil.clean": trap,
      "filter.evil.smudge": trap,
      "filter.evil.process": trap,
      "diff.external": trap,
      "diff.evil.command": trap,
      "diff.evil.textconv": trap,
      "gpg.program": trap,
      "commit.gpgSign": "true",
      "uploadpack.packObjectsHook": trap,
      "core.pager": trap,
      "credential.helper": trap,
    };
    for (const [key, value] of Object.entries(settings)) {
      await writeFile(join(workspace.gitDir, "config"), `[${section(key)}]\n\t${key.split(".").at(-1)} = ${value}\n`, {
        flag: "a",
      });
    }
    return canary;
  }

  const section = (key: string): string => {
    const [first = "", ...rest] = key.split(".").slice(0, -1);
    return rest.length === 0 ? first : `${first} "${rest.join(".")}"`;
  };

  test("nothing of it runs on the host, and the honest part of the work is taken", async () => {
    const canary = await plantTraps();
    await writeFile(join(workspace.gitDir, "config"), '[filter "evil"]\n\tprocess =\n', { flag: "a" });
    await writeFiles(workspace.dir, { "src/a.txt": "changed\n" });
    const made = await workspace.commit({ sandbox: marked, message: "m", author: ADA, committer: ADA });
    if (!made.ok) throw new Error(made.message);
    expect(await take(made.sha, { sandbox: marked })).toEqual({ ok: true });
    await mirror.diff(fixture.head, made.sha);
    const next = await mirror.cloneWorkspace({ dir: join(fixture.root, "next"), sha: made.sha, objects: "shared" });
    expect(next.ok).toBe(true);
    expect(existsSync(canary)).toBe(false);
    // The traps are armed: git without all the care runs into them.
    await userGit(workspace.dir, "status");
    expect(existsSync(canary)).toBe(true);
    expect(await readFile(join(fixture.root, "next/src/a.txt"), "utf8")).toBe("changed\n");
  });

  test("a .git that leads to the user's repository is not followed", async () => {
    await rm(workspace.gitDir, { recursive: true });
    await writeFile(workspace.gitDir, `gitdir: ${join(fixture.user, ".git")}\n`);
    const made = await workspace.commit({ sandbox: plainSandbox, message: "m", author: ADA, committer: ADA });
    expect(made).toMatchObject({ ok: false, code: "workspace_failed" });
    expect(await take(fixture.head)).toMatchObject({ ok: false });
    expect(await userGit(fixture.user, "log", "--oneline")).not.toContain(" m");
    await rm(workspace.gitDir);
    await symlink(join(fixture.user, ".git"), workspace.gitDir);
    expect(await take(fixture.head)).toMatchObject({ ok: false });
  });

  test("a commit that is nothing new says so", async () => {
    const made = await workspace.commit({ sandbox: plainSandbox, message: "m", author: ADA, committer: ADA });
    expect(made).toMatchObject({ ok: false, code: "nothing_changed" });
  });

  test("the job's own commits become one on the base, with the author that was asked for", async () => {
    await jobCommit({ "one.txt": "1" });
    await jobCommit({ "two.txt": "2" });
    const message = "Add two files\n\n# not a comment\n";
    const made = await workspace.commit({
      sandbox: plainSandbox,
      message,
      author: ADA,
      committer: { name: "Pals", email: "p@x" },
    });
    if (!made.ok) throw new Error(made.message);
    expect(await userGit(workspace.dir, "log", "-1", "--format=%P|%an|%cn|%B", made.sha)).toBe(
      `${fixture.head}|Ada|Pals|${message.trim()}`,
    );
  });
});
