import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { benches } from "./testing/benches";
import { contentOf, failure, land, one } from "./testing/deliver";

const { bench } = benches();

describe("cherry-pick", () => {
  test("a commit lands with author, date and message, and is called landed only then", async () => {
    const b = await bench();
    const base = b.head();
    const message = "feat: b\n\nWhy.\n\nSigned-off-by: X <x@y>";
    const sha = b.repositories.job("j", base, one({ "b.txt": "b\n" }, message));
    const { completion, landed } = await land(b, "j", sha);
    const show = (format: string) =>
      b.repositories.git(b.repositories.remote, "log", "-1", `--format=${format}`, "main_agents");
    expect(show("%an %ae %ad|%cn")).toBe("Pat Person pat@example.org Mon May 6 07:08:09 2024 +0200|Push Pals");
    expect(show("%B").trim()).toBe(`${message}\nPushPals-Completion: ${completion.completionId}`);
    expect(landed).toEqual({
      branch: "main_agents",
      commitSha: b.head(),
      treeSha: b.repositories.git(b.repositories.remote, "rev-parse", "main_agents^{tree}"),
      baseSha: base,
      commits: [b.head()],
      strategy: "cherry-pick",
      remote: "origin",
      alreadyLanded: false,
      checks: "ungated",
      receipts: [],
    });
    expect(await b.desk.mirror.resolve("refs/heads/main_agents")).toBe(b.head());
  });

  test("every commit of the branch lands in its order, on what others landed meanwhile; empty ones are skipped", async () => {
    const b = await bench({ "a.txt": "1\n2\n3\n4\n5\n6\n7\n8\n9\n" });
    const base = b.head();
    const sha = b.repositories.job("j", base, [
      { message: "first", files: { "b.txt": "b\n" } },
      { message: "same as the other", files: { "c.txt": "c\n" } },
      { message: "last", files: { "a.txt": "1\n2\n3\n4\n5\n6\n7\n8\nNINE\n" } },
    ]);
    const other = b.repositories.job("other", base, one({ "c.txt": "c\n", "a.txt": "ONE\n2\n3\n4\n5\n6\n7\n8\n9\n" }));
    await land(b, "other", other, base);
    const { landed } = await land(b, "j", sha, base);
    expect(landed.commits).toHaveLength(2);
    expect(contentOf(b, "a.txt")).toBe("ONE\n2\n3\n4\n5\n6\n7\n8\nNINE");
    const subjects = b.repositories.git(
      b.repositories.remote,
      "log",
      "--format=%s",
      "--reverse",
      `${base}..main_agents`,
    );
    expect(subjects.split("\n")).toEqual(["change", "first", "last"]);
  });

  test("contents come out byte for byte: line ends, binaries, modes, links, renames, whatever attributes say", async () => {
    const attributes = "*.txt text eol=crlf\n*.dat filter=evil ident\n";
    const b = await bench({
      ".gitattributes": attributes,
      "old name.md": "text\n".repeat(20),
      "crlf.txt": "a\r\nb\r\n",
    });
    const base = b.head();
    const raw = new Uint8Array([0, 13, 10, 255, 36, 73, 100, 36]);
    const sha = b.repositories.job("j", base, [
      {
        message: "all kinds",
        files: { "x.bin": raw, "id.dat": "$Id$\n", "run.sh": { script: "#!/bin/sh\n" }, link: { link: "old name.md" } },
      },
      { message: "rename", files: { "old name.md": null, "ünï/new.md": `${"text\n".repeat(20)}more\n` } },
    ]);
    const other = b.repositories.job("other", base, one({ "z.md": "z\n" }));
    await land(b, "other", other, base);
    await land(b, "j", sha, base);
    const tree = (dir: string, rev: string) =>
      b.repositories.git(dir, "ls-tree", "-r", "-z", rev, "--", ".").split("\0");
    const ours = tree(b.repositories.remote, "main_agents").filter((entry) => !entry.endsWith("\tz.md"));
    expect(ours).toEqual(tree(b.repositories.mirror.dir, sha));
  });

  test("built-in merge drivers that .gitattributes names are used", async () => {
    const b = await bench({ ".gitattributes": "log.md merge=union\n", "log.md": "start\n" });
    const base = b.head();
    const [first, second] = ["one", "two"].map((name) =>
      b.repositories.job(name, base, one({ "log.md": `start\n${name}\n` })),
    );
    await land(b, "one", first as string, base);
    await land(b, "two", second as string, base);
    expect(contentOf(b, "log.md").split("\n").sort()).toEqual(["one", "start", "two"]);
  });

  test("a merge within the branch counts as what it brought to the branch", async () => {
    const b = await bench();
    const base = b.head();
    const sha = b.repositories.job("j", base, one({ "b.txt": "b\n" }));
    const side = b.repositories.job("side", base, [...one({ "s1.txt": "1\n" }), ...one({ "s2.txt": "2\n" })]);
    const { git, mirror } = b.repositories;
    const tree = git(mirror.dir, "merge-tree", "--write-tree", sha, side);
    const merge = git(mirror.dir, "commit-tree", tree, "-p", sha, "-p", side, "-m", "merge");
    const { landed } = await land(b, "j", merge, base);
    expect(landed.commits).toHaveLength(2);
    expect(git(b.repositories.remote, "ls-tree", "--name-only", "main_agents")).toBe("a.txt\nb.txt\ns1.txt\ns2.txt");
  });

  test("a conflict names the files, lands nothing, keeps the branch; the next change lands", async () => {
    const b = await bench();
    const base = b.head();
    const sha = b.repositories.job("j", base, one({ "a.txt": "one\nMINE\nthree\n" }));
    const other = b.repositories.job("other", base, one({ "a.txt": "one\nTHEIRS\nthree\n" }));
    await land(b, "other", other, base);
    b.landed.clear();
    const failed = await failure(b, "j", sha, base);
    expect(failed).toMatchObject({ code: "merge_conflict", detail: { files: ["a.txt"], branch: "agent/w/j" } });
    expect(failed.message).toContain("a.txt");
    // Both sides, for whoever does it again.
    expect(failed.detail?.["sides"]).toEqual([
      { path: "a.txt", text: "one\n<<<<<<< on the branch\nTHEIRS\n=======\nMINE\n>>>>>>> the change\nthree\n" },
    ]);
    expect(await b.desk.mirror.resolve("refs/heads/agent/w/j")).toBe(sha);
    await land(b, "next", b.repositories.job("next", b.head(), one({ "n.txt": "n\n" })));
  });

  test("a change whose content is there by other means is landed already, with no commit", async () => {
    const b = await bench();
    const base = b.head();
    const sha = b.repositories.job("j", base, one({ "b.txt": "b\n" }));
    b.repositories.pushAsOther("main_agents", { "b.txt": "b\n" });
    const { landed } = await land(b, "j", sha, base);
    expect(landed).toMatchObject({ alreadyLanded: true, commits: [], commitSha: b.head() });
  });

  test("a trailer that the job wrote itself does not pass for another's landing", async () => {
    const b = await bench();
    const base = b.head();
    const victim = b.completion("victim", b.repositories.job("victim", base, one({ "v.txt": "v\n" })));
    const forged = `innocent\n\nPushPals-Completion: ${victim.completionId}\n`;
    await land(b, "evil", b.repositories.job("evil", base, one({ "e.txt": "e\n" }, forged)), base);
    expect(await b.deliver(victim)).toBe("settled");
    expect(b.landed.get(victim.completionId)).toMatchObject({ alreadyLanded: false });
    expect(contentOf(b, "v.txt")).toBe("v");
  });

  test("a commit that does not descend from its base, or exists nowhere, is refused", async () => {
    const b = await bench();
    const base = b.head();
    const sha = b.repositories.job("j", base, one({ "b.txt": "b\n" }));
    const unrelated = b.repositories.job("u", base, one({ "u.txt": "u\n" }));
    expect((await failure(b, "j", sha, unrelated)).code).toBe("change_refused");
    expect((await failure(b, "gone", "f".repeat(40))).code).toBe("branch_missing");
  });
});

test("a commit that is missing here is taken from its branch on the remote", async () => {
  const b = await bench();
  const { git, mirror, remote } = b.repositories;
  const scratch = join(b.repositories.root, "elsewhere");
  git(b.repositories.root, "clone", "--quiet", "--branch", "main_agents", remote, scratch);
  writeFileSync(join(scratch, "b.txt"), "b\n");
  git(scratch, "add", "--all");
  git(scratch, "commit", "--quiet", "--message", "from another machine");
  const sha = git(scratch, "rev-parse", "HEAD");
  git(scratch, "push", "--quiet", "origin", "HEAD:refs/heads/agent/w/j");
  expect(await mirror.resolve(sha)).toBeNull();
  await land(b, "j", sha);
  expect(contentOf(b, "b.txt")).toBe("b");
});

test("what is taken from the remote is held to the policy, too", async () => {
  const withLink = async (allow_submodules: boolean) => {
    const b = await bench(undefined, { policy: { allow_submodules } });
    const { git, root, remote } = b.repositories;
    const elsewhere = join(root, "elsewhere");
    git(root, "clone", "--quiet", "--branch", "main_agents", remote, elsewhere);
    git(elsewhere, "update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},lib`);
    git(elsewhere, "commit", "--quiet", "--message", "link");
    git(elsewhere, "push", "--quiet", "origin", "HEAD:refs/heads/agent/w/j");
    return { b, sha: git(elsewhere, "rev-parse", "HEAD") };
  };
  const strict = await withLink(false);
  expect(await failure(strict.b, "j", strict.sha)).toMatchObject({
    code: "change_refused",
    message: expect.stringContaining("Submodules"),
  });
  const { b, sha } = await withLink(true);
  await land(b, "j", sha);
  expect(b.repositories.git(b.repositories.remote, "ls-tree", "main_agents", "lib")).toStartWith("160000 commit 1111");
});

test("a file that is larger than the policy allows is refused by its name; one within it lands byte for byte", async () => {
  const b = await bench(undefined, { policy: { max_file_mb: 1 } });
  const { git, root, remote } = b.repositories;
  const push = (name: string, bytes: number) => {
    const elsewhere = join(root, name);
    git(root, "clone", "--quiet", "--branch", "main_agents", remote, elsewhere);
    writeFileSync(join(elsewhere, "big.bin"), new Uint8Array(bytes).fill(7));
    git(elsewhere, "add", "--all");
    git(elsewhere, "commit", "--quiet", "--message", name);
    git(elsewhere, "push", "--quiet", "origin", `HEAD:refs/heads/agent/w/${name}`);
    return git(elsewhere, "rev-parse", "HEAD");
  };
  const large = push("large", 1_048_577);
  expect(await failure(b, "large", large)).toMatchObject({
    code: "change_refused",
    message: expect.stringContaining("big.bin"),
  });
  await land(b, "fits", push("fits", 1_048_576));
  expect(git(remote, "cat-file", "-s", "main_agents:big.bin")).toBe("1048576");
});

describe("the paths of a change have gone elsewhere meanwhile", () => {
  test("a file renamed here and changed there is changed under its new name", async () => {
    const text = "line\n".repeat(20);
    const b = await bench({ "old.md": text });
    const base = b.head();
    const edit = b.repositories.job("edit", base, one({ "old.md": `${text}more\n` }));
    await land(b, "move", b.repositories.job("move", base, one({ "old.md": null, "new.md": text })), base);
    await land(b, "edit", edit, base);
    expect(b.repositories.git(b.repositories.remote, "ls-tree", "--name-only", "main_agents")).toBe("new.md");
    expect(contentOf(b, "new.md")).toEndWith("more");
  });
  test("renamed here and deleted there is a conflict that names the file, and nothing comes back from the dead", async () => {
    const text = "line\n".repeat(20);
    const b = await bench({ "old.md": text });
    const base = b.head();
    const move = b.repositories.job("move", base, one({ "old.md": null, "new.md": text }));
    await land(b, "gone", b.repositories.job("gone", base, one({ "old.md": null, "x.md": "x\n" })), base);
    b.landed.clear();
    const failed = await failure(b, "move", move, base);
    expect(failed.code).toBe("merge_conflict");
    expect(String(failed.detail?.["files"])).toMatch(/old.md|new.md/);
  });
  test("a commit without any change of its own lands as nothing", async () => {
    const b = await bench();
    const base = b.head();
    const { landed } = await land(b, "empty", b.repositories.job("empty", base, one({})), base);
    expect(landed).toMatchObject({ alreadyLanded: true, commits: [] });
    expect(b.head()).toBe(base);
  });
});

describe("no-ff", () => {
  const section = { strategy: "no-ff" as const };
  test("one merge commit with the trailer; the commits stay as they were; a second delivery finds it", async () => {
    const b = await bench(undefined, { section });
    const base = b.head();
    const sha = b.repositories.job("j", base, [...one({ "b.txt": "b\n" }), ...one({ "c.txt": "c\n" })]);
    await land(b, "other", b.repositories.job("other", base, one({ "o.txt": "o\n" })), base);
    const { completion, landed } = await land(b, "j", sha, base);
    expect(b.repositories.git(b.repositories.remote, "rev-parse", "main_agents^2")).toBe(sha);
    expect(landed.commits).toHaveLength(3);
    const head = b.head();
    b.landed.clear();
    expect(await b.deliver(completion, 2)).toBe("settled");
    expect(b.landed.get(completion.completionId)).toMatchObject({ alreadyLanded: true, commitSha: head });
    expect(b.head()).toBe(head);
  });
  test("a conflict names the files", async () => {
    const b = await bench(undefined, { section });
    const base = b.head();
    const sha = b.repositories.job("j", base, one({ "a.txt": null }));
    await land(b, "other", b.repositories.job("other", base, one({ "a.txt": "changed\n" })), base);
    b.landed.clear();
    expect(await failure(b, "j", sha, base)).toMatchObject({ code: "merge_conflict", detail: { files: ["a.txt"] } });
  });
});

describe("ff-only", () => {
  const section = { strategy: "ff-only" as const };
  test("the commit itself becomes the head; a second delivery is known by ancestry", async () => {
    const b = await bench(undefined, { section });
    const sha = b.repositories.job("j", b.head(), one({ "b.txt": "b\n" }));
    const { completion } = await land(b, "j", sha);
    expect(b.head()).toBe(sha);
    await land(b, "k", b.repositories.job("k", sha, one({ "k.txt": "k\n" })));
    b.landed.clear();
    expect(await b.deliver(completion, 2)).toBe("settled");
    expect(b.landed.get(completion.completionId)?.alreadyLanded).toBe(true);
  });
  test("a branch that has moved is refused, since nothing is merged", async () => {
    const b = await bench(undefined, { section });
    const base = b.head();
    const sha = b.repositories.job("j", base, one({ "b.txt": "b\n" }));
    await land(b, "other", b.repositories.job("other", base, one({ "o.txt": "o\n" })), base);
    b.landed.clear();
    expect((await failure(b, "j", sha, base)).code).toBe("not_fast_forward");
  });
});
