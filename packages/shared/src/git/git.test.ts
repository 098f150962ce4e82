import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import {
  addTrailers,
  checkBranch,
  checkRef,
  checkSha,
  git,
  gitFailureClass,
  inspectRepository,
  maskUrl,
  parseTrailers,
} from "./index";
import { type Fixture, makeFixture, userGit, writeFiles } from "./testing/fixture";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(300_000);

let fixture: Fixture | undefined;
afterEach(async () => {
  await fixture?.remove();
  fixture = undefined;
});

describe("git", () => {
  test("gives a failure as data: exit codes, a program that is missing, an abort", async () => {
    fixture = await makeFixture({ remote: false });
    const gitDir = join(fixture.user, ".git");
    expect(await git(["rev-parse", "--verify", "nothing"], { gitDir })).toMatchObject({ ok: false, exitCode: 128 });
    const aborted = await git(["log"], { gitDir, signal: AbortSignal.abort() });
    expect(aborted).toMatchObject({ ok: false, terminationReason: "cancelled" });
    const cut = await git(["log"], { gitDir, maxOutputBytes: 3 });
    expect(cut).toMatchObject({ ok: false, outputTruncated: true });
  });

  test("takes no variable that could make it run something", async () => {
    await expect(git(["version"], { env: { GIT_SSH_COMMAND: "touch x" } })).rejects.toThrow("GIT_SSH_COMMAND");
  });

  test("does not see the settings of the machine or the user", async () => {
    const listed = await git(["config", "--list", "--show-scope"], { gitDir: "/nonexistent" });
    expect(listed.stdout.split("\n").filter((line) => line !== "" && !line.startsWith("command"))).toEqual([]);
  });
});

test("names that are no names throw before git sees them", () => {
  for (const name of ["--quit", "HEAD", "", "abc", "A".repeat(40)]) expect(() => checkSha(name)).toThrow();
  for (const name of ["-x", "a..b", "a b", "x.lock", "@{-1}"]) expect(() => checkBranch(name)).toThrow();
  for (const name of ["main", "refs/", "refs/heads/-x/../y"]) expect(() => checkRef(name)).toThrow();
  expect(checkRef("refs/pushpals/jobs/1")).toBe("refs/pushpals/jobs/1");
});

test("credentials are masked in addresses, wherever they stand", () => {
  expect(maskUrl("fatal: unable to access 'https://ada:s3cret@host/x.git/': 403")).toBe(
    "fatal: unable to access 'https://host/x.git/': 403",
  );
  expect(maskUrl("https://ghp_token@github.com/a/b and ssh://git@host/x and git@host:x")).toBe(
    "https://github.com/a/b and ssh://git@host/x and git@host:x",
  );
});

test("failures have a class", () => {
  const classOf = (stderr: string) => gitFailureClass({ stderr, stdout: "", terminationReason: "exited" });
  expect(classOf("fatal: Unable to create '/x/.git/index.lock': File exists.")).toBe("lock");
  expect(classOf("fatal: unable to access 'https://x/': Could not resolve host: x")).toBe("network");
  expect(classOf("fatal: unable to access 'https://x/': The requested URL returned error: 403")).toBe("auth");
  expect(classOf("fatal: unable to access 'https://x/': The requested URL returned error: 503")).toBe("network");
  expect(classOf("fatal: could not read Username for 'https://x': terminal prompts disabled")).toBe("auth");
  expect(classOf("git@x: Permission denied (publickey).\nfatal: Could not read from remote repository.")).toBe("auth");
  expect(classOf("ssh: connect to host x port 22: Connection refused")).toBe("network");
  expect(classOf(" ! [rejected] a -> b (non-fast-forward)")).toBe("rejected");
  expect(classOf("fatal: bad object")).toBe("other");
  expect(gitFailureClass({ stderr: "", stdout: "", terminationReason: "timeout" })).toBe("network");
});

describe("the user's repository", () => {
  test("is told as it is, from any directory in it", async () => {
    fixture = await makeFixture();
    await userGit(fixture.user, "config", "user.name", "Grace");
    await userGit(fixture.user, "config", "user.email", "grace@example.org");
    await userGit(fixture.user, "remote", "add", "secret", "https://u:p@host/x.git");
    const inspected = await inspectRepository(join(fixture.user, "src"));
    if (!inspected.ok) throw new Error(inspected.message);
    const { repository } = inspected;
    expect(repository).toMatchObject({
      path: await realpath(fixture.user),
      branch: "main",
      head: fixture.head,
      dirty: false,
      identity: { name: "Grace", email: "grace@example.org" },
      objectFormat: "sha1",
    });
    expect(await repository.remoteUrl("origin")).toBe(fixture.remote);
    expect(await repository.remoteUrl("secret")).toBe("https://host/x.git");
    expect(await repository.remoteUrl("--all")).toBeNull();
  });

  test("detached, dirty, in a linked work tree, without a commit, bare", async () => {
    fixture = await makeFixture();
    const { user, root } = fixture;
    await userGit(user, "worktree", "add", "--quiet", "--detach", join(root, "linked"));
    await writeFiles(join(root, "linked"), { "new.txt": "x" });
    const linked = await inspectRepository(join(root, "linked"));
    expect(linked).toMatchObject({ ok: true, repository: { branch: null, dirty: true, gitDir: join(user, ".git") } });
    await userGit(root, "init", "--quiet", "--initial-branch=main", "empty");
    expect(await inspectRepository(join(root, "empty"))).toMatchObject({ repository: { head: null, branch: "main" } });
    expect(await inspectRepository(fixture.remote)).toMatchObject({
      repository: { path: fixture.remote, dirty: false },
    });
  });

  test("nothing there, or no repository, is told", async () => {
    fixture = await makeFixture();
    expect(await inspectRepository(join(fixture.root, "none"))).toMatchObject({ ok: false });
    await mkdir(join(fixture.root, "plain"));
    expect(await inspectRepository(join(fixture.root, "plain"))).toMatchObject({ ok: false });
    expect(await inspectRepository(join(fixture.user, ".git"))).toMatchObject({ ok: false });
  });
});

describe("trailers", () => {
  test("are added once each and read back, whatever the message looks like", async () => {
    const message = "Subject\n\nNot-A: trailer, since text follows\n---\nmore text\n";
    const once = await addTrailers(message, [
      { key: "Pushpals-Job", value: "123" },
      { key: "Pushpals-Request", value: "with\nline" },
    ]);
    const twice = await addTrailers(once, [{ key: "Pushpals-Job", value: "123" }]);
    expect(twice).toBe(once);
    expect(await parseTrailers(twice)).toEqual([
      { key: "Pushpals-Job", value: "123" },
      { key: "Pushpals-Request", value: "with line" },
    ]);
    expect(await parseTrailers("Just a subject")).toEqual([]);
    await expect(addTrailers(message, [{ key: "no key", value: "" }])).rejects.toThrow();
  });
});
