import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { createHash } from "node:crypto";
import { chmod, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { commitFiles, type Fixture, makeFixture, userGit } from "../testing/fixture";
import { diffCommits } from "./diff-commits";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(300_000);

let fixture: Fixture;
afterEach(() => fixture.remove());

test("tells every kind of change, with lines, renames and binary files", async () => {
  fixture = await makeFixture({ remote: false });
  const { user } = fixture;
  const text = Array.from({ length: 40 }, (_, line) => `line ${line}\n`).join("");
  const base = await commitFiles(user, { "old name.txt": text, gone: "x\n", kind: "file\n", "run.sh": "x\n" });
  await userGit(user, "mv", "old name.txt", "new\tnäme.txt");
  await rm(join(user, "gone"));
  await rm(join(user, "kind"));
  await symlink("README.md", join(user, "kind"));
  await chmod(join(user, "run.sh"), 0o755);
  await writeFile(join(user, "bytes.bin"), new Uint8Array([0, 1, 2, 0]));
  const sha = await commitFiles(user, { "new\tnäme.txt": `${text}more\n`, "src/a.txt": "one\n2\n3\nfour\n" });

  const diff = await diffCommits(join(user, ".git"), base, sha);
  expect(diff.summary.files).toEqual([
    { path: "bytes.bin", status: "added", additions: null, deletions: null },
    { path: "gone", status: "deleted", additions: 0, deletions: 1 },
    { path: "kind", status: "type_changed", additions: 1, deletions: 1 },
    { path: "new\tnäme.txt", from: "old name.txt", status: "renamed", additions: 1, deletions: 0 },
    { path: "run.sh", status: "modified", additions: 0, deletions: 0 },
    { path: "src/a.txt", status: "modified", additions: 3, deletions: 2 },
  ]);
  expect(diff.summary).toMatchObject({ fileCount: 6, additions: 5, deletions: 4 });
  expect(diff.truncated).toBe(false);
  expect(diff.patch).toContain("GIT binary patch");
  expect(diff.summary.sha256).toBe(createHash("sha256").update(diff.patch).digest("hex"));
});

test("a long patch is cut at a line, its hash is not", async () => {
  fixture = await makeFixture({ remote: false });
  const { user, head } = fixture;
  const lines = Array.from({ length: 120_000 }, (_, line) => `line number ${line}\n`).join("");
  const one = await commitFiles(user, { "big.txt": `${lines}a\n` });
  const first = await diffCommits(join(user, ".git"), head, one);
  expect(first.truncated).toBe(true);
  expect(first.patch.length).toBeLessThanOrEqual(1024 * 1024);
  expect(first.patch.endsWith("\n")).toBe(true);
  await userGit(user, "reset", "--quiet", "--hard", head);
  const other = await diffCommits(join(user, ".git"), head, await commitFiles(user, { "big.txt": `${lines}b\n` }));
  expect(other.patch).not.toBe("");
  expect(other.summary.sha256).not.toBe(first.summary.sha256);
});

test("nothing changed is an empty diff", async () => {
  fixture = await makeFixture({ remote: false });
  const diff = await diffCommits(join(fixture.user, ".git"), fixture.head, fixture.head);
  expect(diff).toMatchObject({ patch: "", truncated: false, summary: { fileCount: 0, files: [] } });
});
