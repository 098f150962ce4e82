import { afterEach, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ADA, commitFiles, type Fixture, makeFixture, plainSandbox, userGit, writeFiles } from "../fixture";
import { openMirror } from "../index";

let fixture: Fixture;
afterEach(() => fixture.remove());

for (const objectFormat of ["sha1", "sha256"]) {
  for (const objects of ["shared", "copied"] as const) {
    test(`a change goes from a ${objects} clone over the mirror to the remote (${objectFormat})`, async () => {
      fixture = await makeFixture({ objectFormat });
      const mirror = await fixture.open();
      expect(mirror.remote).toEqual({ name: "origin", url: fixture.remote });
      expect((await mirror.fetch()).stderr).toBe("");
      expect(await mirror.resolve("refs/remotes/origin/main")).toBe(fixture.head);

      const cloned = await mirror.cloneWorkspace({ dir: join(fixture.root, "work"), sha: fixture.head, objects });
      if (!cloned.ok) throw new Error(cloned.message);
      const { workspace } = cloned;
      expect(await readFile(join(workspace.dir, "src/a.txt"), "utf8")).toBe("one\ntwo\nthree\n");
      expect(await userGit(workspace.dir, "status", "--porcelain", "--branch")).toBe("## work");
      expect(await userGit(workspace.dir, "remote")).toBe("");

      await writeFiles(workspace.dir, { "src/a.txt": "one\n2\nthree\n", "new.txt": "new\n" });
      const commit = { sandbox: plainSandbox, message: "Change\n\nBody", author: ADA, committer: ADA };
      const made = await workspace.commit(commit);
      if (!made.ok) throw new Error(made.message);
      const ref = "refs/pushpals/jobs/1";
      expect(
        await mirror.importCommit({ workspace, sandbox: plainSandbox, sha: made.sha, base: fixture.head, ref }),
      ).toEqual({ ok: true });
      expect(await mirror.resolve(ref)).toBe(made.sha);
      expect(await mirror.treeOf(made.sha)).toBe(made.treeSha);

      const diff = await mirror.diff(fixture.head, made.sha);
      expect(diff.summary).toMatchObject({ fileCount: 2, additions: 2, deletions: 1 });
      const to = "refs/heads/main_agents";
      expect(await mirror.lsRemote(to)).toEqual({ ok: true, sha: null });
      expect(await mirror.push({ sha: made.sha, ref: to, expectedOld: null })).toEqual({ ok: true });
      expect(await mirror.lsRemote(to)).toEqual({ ok: true, sha: made.sha });
      await workspace.remove();
      expect(existsSync(workspace.dir)).toBe(false);
    });
  }
}
