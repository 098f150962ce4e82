import { expect, test } from "bun:test";
import { mkdtemp, readFile, readlink, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { skeleton } from "./skeleton";
import { tarOf } from "./tar";

test("tar reads it: directories with their modes, links, files; the same entries are the same bytes", async () => {
  const dir = await mkdtemp(join(tmpdir(), "pp-tar-"));
  const entries = [
    { path: "tmp", kind: "directory", mode: 0o1777 },
    { path: "bin", kind: "link", target: "usr/bin" },
    { path: "etc", kind: "directory" },
    { path: "etc/file", kind: "file", content: "x".repeat(1_000) },
  ] as const;
  await writeFile(join(dir, "a.tar"), tarOf(entries));
  expect(Bun.spawnSync(["tar", "-xpf", "a.tar", "--no-same-owner"], { cwd: dir }).exitCode).toBe(0);
  expect((await stat(join(dir, "tmp"))).mode & 0o7777).toBe(0o1777);
  expect(await readlink(join(dir, "bin"))).toBe("usr/bin");
  expect(await readFile(join(dir, "etc/file"), "utf8")).toHaveLength(1_000);
  await rm(dir, { recursive: true });
  expect(tarOf(entries)).toEqual(tarOf(entries));
});

test("the skeleton names the user, so that another user has another image", () => {
  const bytes = (uid: number) => Buffer.from(tarOf(skeleton({ uid, gid: uid }))).toString("hex");
  expect(bytes(1)).toBe(bytes(1));
  expect(bytes(1)).not.toBe(bytes(2));
});
