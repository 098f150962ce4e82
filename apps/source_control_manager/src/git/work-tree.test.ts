import { describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benches } from "../testing/benches";
import { quietLog } from "../testing/landing-bench";
import type { Repositories } from "../testing/repositories";
import { activeCheckoutProblem } from "./active-checkout";
import { openWorkTree } from "./work-tree";

const { repositories } = benches();
const committer = { name: "Push Pals", email: "pushpals@localhost" };

async function setUp(files: Parameters<typeof repositories>[0] = { "a.txt": "a\n", ".gitignore": "*.log\n" }) {
  const r = await repositories(files);
  await r.mirror.fetch();
  const sha = (await r.mirror.resolve("refs/remotes/origin/main")) as string;
  const dir = join(r.dataDir, ".worktrees", "source_control_manager");
  const open = (allowDirty = false, at = sha) =>
    openWorkTree({ mirror: r.mirror, dir, sha: at, allowDirty, committer, log: quietLog });
  return { r, sha, dir, open };
}

const rescued = (r: Repositories) =>
  r.git(r.mirror.dir, "for-each-ref", "--format=%(refname)", "refs/pushpals/rescue/").split("\n").filter(Boolean);

type Open = Awaited<ReturnType<typeof setUp>>["open"];

async function mustOpen(open: Open, ...args: Parameters<Open>) {
  const opened = await open(...args);
  if (!opened.ok) throw new Error(opened.failure.message);
  return opened.workTree;
}

describe("a work tree that somebody else has changed", () => {
  const changes: Record<string, (dir: string, r: Repositories) => void> = {
    "an edited file": (dir) => writeFileSync(join(dir, "a.txt"), "mine\n"),
    "a new file": (dir) => writeFileSync(join(dir, "new.txt"), "mine\n"),
    "a staged deletion": (dir, r) => void r.git(dir, "rm", "--quiet", "a.txt"),
    "a commit": (dir, r) => {
      writeFileSync(join(dir, "a.txt"), "mine\n");
      r.git(dir, "commit", "--quiet", "--all", "--message", "mine");
    },
  };
  for (const [what, change] of Object.entries(changes))
    test(`${what}: refused with a rescue ref, and left as it is; --allow-dirty sets it back`, async () => {
      const { r, sha, dir, open } = await setUp();
      await mustOpen(open);
      change(dir, r);
      const status = r.git(dir, "status", "--porcelain");
      const refused = await open();
      expect(refused.ok).toBe(false);
      expect(refused.ok ? "" : refused.failure.message).toContain("--allow-dirty");
      expect(r.git(dir, "status", "--porcelain")).toBe(status);
      const [ref] = rescued(r);
      expect(refused.ok ? "" : refused.failure.message).toContain(ref as string);
      const kept = r.git(r.mirror.dir, "diff", "--name-status", sha, ref as string);
      expect(kept).toMatch(
        what === "a new file" ? /^A\tnew.txt$/ : what === "a staged deletion" ? /^D\ta.txt$/ : /^M\ta.txt$/,
      );

      expect((await open()).ok).toBe(false);
      expect(rescued(r)).toEqual([ref as string]);

      await mustOpen(open, true);
      expect(r.git(dir, "status", "--porcelain")).toBe("");
      expect(r.git(dir, "rev-parse", "HEAD")).toBe(sha);
      expect(rescued(r).length).toBeGreaterThan(0);
      await mustOpen(open);
    });

  test("while it runs: what is in the way is kept before it is set back", async () => {
    const { r, sha, dir, open } = await setUp();
    const workTree = await mustOpen(open);
    const next = r.job("j", sha, [{ message: "x", files: { "a.txt": "next\n" } }]);
    writeFileSync(join(dir, "a.txt"), "mine\n");
    expect((await workTree.show(next)).ok).toBe(true);
    expect(readFileSync(join(dir, "a.txt"), "utf8")).toBe("next\n");
    expect(r.git(r.mirror.dir, "show", `${rescued(r)[0]}:a.txt`)).toBe("mine");
  });
});

describe("after a kill -9", () => {
  test("own half-done work is cleaned without a word: changed and ignored files, a stale index.lock", async () => {
    const { r, dir, open } = await setUp();
    await mustOpen(open);
    writeFileSync(`${dir}.in-progress`, "4711\n");
    writeFileSync(join(dir, "a.txt"), "half");
    writeFileSync(join(dir, "x.log"), "left");
    writeFileSync(join(r.mirror.dir, "worktrees", "source_control_manager", "index.lock"), "");
    await mustOpen(open);
    expect(readFileSync(join(dir, "a.txt"), "utf8")).toBe("a\n");
    expect(existsSync(join(dir, "x.log"))).toBe(false);
    expect(existsSync(`${dir}.in-progress`)).toBe(false);
    expect(rescued(r)).toEqual([]);
  });

  test("a cherry-pick that stands half done in a conflict is cleaned, its state with it", async () => {
    const { r, sha, dir, open } = await setUp();
    await mustOpen(open);
    const [one, two] = ["one", "two"].map((name) => r.job(name, sha, [{ message: name, files: { "a.txt": name } }]));
    writeFileSync(`${dir}.in-progress`, "4711\n");
    r.git(dir, "checkout", "--quiet", "--detach", one as string);
    expect(() => r.git(dir, "cherry-pick", two as string)).toThrow();
    expect(r.git(dir, "status", "--porcelain")).toBe("UU a.txt");
    await mustOpen(open);
    expect([r.git(dir, "status", "--porcelain"), r.git(dir, "rev-parse", "HEAD")]).toEqual(["", sha]);
    expect(existsSync(join(r.mirror.dir, "worktrees", "source_control_manager", "CHERRY_PICK_HEAD"))).toBe(false);
  });

  test("an index.lock that a killed git leaves while it runs is in nobody's way", async () => {
    const { r, sha, dir, open } = await setUp();
    const workTree = await mustOpen(open);
    const next = r.job("j", sha, [{ message: "x", files: { "a.txt": "next\n" } }]);
    writeFileSync(join(r.mirror.dir, "worktrees", "source_control_manager", "index.lock"), "");
    expect((await workTree.show(next)).ok).toBe(true);
    expect(readFileSync(join(dir, "a.txt"), "utf8")).toBe("next\n");
  });

  test("a lock that a living git holds is not taken away", async () => {
    const { r, dir, open } = await setUp();
    await mustOpen(open);
    const gitDir = join(r.mirror.dir, "worktrees", "source_control_manager");
    const lock = join(gitDir, "index.lock");
    writeFileSync(lock, "");
    // Reads until its input ends, as a git process of a killed daemon may.
    const alive = Bun.spawn(["git", `--git-dir=${gitDir}`, `--work-tree=${dir}`, "hash-object", "--stdin"], {
      stdin: "pipe",
      stdout: "ignore",
    });
    const opening = open();
    const early = await Promise.race([opening.then(() => "opened"), Bun.sleep(400).then(() => "waits")]);
    expect(early).toBe("waits");
    expect(existsSync(lock)).toBe(true);
    alive.stdin.end();
    await alive.exited;
    expect((await opening).ok).toBe(true);
    expect(existsSync(lock)).toBe(false);
  });

  test("missing, emptied, replaced or without its metadata: made anew; what was in the way is put aside", async () => {
    const { r, sha, dir, open } = await setUp();
    const metadata = join(r.mirror.dir, "worktrees", "source_control_manager");
    const breakages = [
      () => rmSync(dir, { recursive: true }),
      () => rmSync(join(dir, ".git")),
      () => rmSync(metadata, { recursive: true }),
      () => writeFileSync(join(dir, ".git"), "gitdir: /somewhere/else\n"),
      () => writeFileSync(join(metadata, "HEAD"), "nonsense"),
    ];
    for (const breakIt of breakages) {
      await mustOpen(open);
      breakIt();
      await mustOpen(open);
      expect(r.git(dir, "rev-parse", "HEAD")).toBe(sha);
      expect(r.git(dir, "status", "--porcelain")).toBe("");
    }
  });
});

test("files come out as they are stored, so that nothing looks changed by itself", async () => {
  const { open, dir } = await setUp({
    ".gitattributes": "* text eol=crlf\n*.x ident\n",
    "a.txt": "a\n",
    "b.txt": "b\r\n",
    "c.x": "$Id$\n",
  });
  await mustOpen(open);
  expect(readFileSync(join(dir, "a.txt"), "utf8")).toBe("a\n");
  await mustOpen(open);
});

test("the user's checkout, or what holds it, is never a workspace; a folder within it may be", async () => {
  const { r } = await setUp();
  const user = { path: r.user, gitDir: join(r.user, ".git") };
  expect(activeCheckoutProblem(r.user, user)).toContain("refuses to run");
  expect(activeCheckoutProblem(r.root, user)).toContain("holds");
  expect(activeCheckoutProblem(join(r.user, ".git", "data"), user)).toContain("git directory");
  expect(activeCheckoutProblem(join(r.user, "outputs", "data", ".worktrees", "scm"), user)).toBeNull();
  const link = join(r.root, "link");
  mkdirSync(join(r.root, "data2"));
  symlinkSync(r.user, link);
  expect(activeCheckoutProblem(link, user)).toContain("refuses");
});
