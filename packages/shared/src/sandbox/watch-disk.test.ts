import { expect, test } from "bun:test";
import { mkdir, mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { watchDisk } from "./watch-disk";

test("ends what adds more than it may, wherever in the directory, and nothing else", async () => {
  const dir = await mkdtemp(join(tmpdir(), "pp-disk-"));
  await writeFile(join(dir, "before"), new Uint8Array(8 * 1024 * 1024));
  await mkdir(join(dir, "deep/er"), { recursive: true });
  const ended = Promise.withResolvers<void>();
  const watch = watchDisk([dir], 4, ended.resolve);
  expect(watch.exceeded()).toBeNull();
  await writeFile(join(dir, "deep/er/now"), Buffer.alloc(6 * 1024 * 1024, 1));
  Bun.spawnSync(["sync", "-f", dir]);
  await ended.promise;
  expect(watch.exceeded()).toContain("more than 4 MiB");
  watch.stop();
  const off = watchDisk([join(dir, "none")], 0, () => undefined);
  expect(off.exceeded()).toBeNull();
  await rm(dir, { recursive: true });
});

test("sees what was deleted and is still open, in each of its directories", async () => {
  const root = await mkdtemp(join(tmpdir(), "pp-disk-"));
  const dirs = [join(root, "workspace"), join(root, "home")] as const;
  await Promise.all(dirs.map((dir) => mkdir(dir)));
  const ended = Promise.withResolvers<void>();
  const watch = watchDisk(dirs, 4, ended.resolve);
  const file = await open(join(dirs[1], "gone"), "w");
  await rm(join(dirs[1], "gone"));
  await file.write(Buffer.alloc(6 * 1024 * 1024, 1));
  await file.sync();
  await ended.promise;
  expect(watch.exceeded()).toContain("more than 4 MiB");
  watch.stop();
  await file.close();
  await rm(root, { recursive: true });
});
