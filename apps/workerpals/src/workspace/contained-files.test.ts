import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ContainedFiles } from "./contained-files";

let room: string;
let files: ContainedFiles;
const outside = () => join(room, "outside");
const inside = (path: string) => join(room, "workspace", path);

beforeAll(async () => {
  room = await mkdtemp(join(tmpdir(), "pushpals-contained-"));
  await mkdir(inside("real/deep"), { recursive: true });
  await mkdir(inside(".git/hooks"), { recursive: true });
  await mkdir(outside());
  await writeFile(join(outside(), "secret"), "secret");
  await writeFile(inside("file"), "x");
  await symlink(outside(), inside("out"));
  await symlink("..", inside("up"));
  await symlink(".git", inside("git"));
  await symlink(join(outside(), "secret"), inside("link"));
  await symlink("real/deep", inside("alias"));
  await symlink("nowhere", inside("dangling"));
  await symlink("loop", inside("loop"));
  files = await ContainedFiles.of(join(room, "workspace"));
});
afterAll(() => rm(room, { recursive: true, force: true }));

const codeOf = async (path: string) => {
  const written = await files.write(path, Buffer.from("evil"));
  return written.ok ? "written" : written.failure.code;
};

describe("nothing is written outside", () => {
  const refused = [
    ["/etc/x", "path_outside_repository"],
    ["../outside/x", "path_outside_repository"],
    ["a/../../outside/x", "path_outside_repository"],
    [".git/hooks/pre-commit", "path_outside_repository"],
    [".GIT/config", "path_outside_repository"],
    ["out/x", "path_outside_repository"],
    ["up/outside/x", "path_outside_repository"],
    ["git/hooks/x", "path_outside_repository"],
    ["link", "path_outside_repository"],
    ["dangling/x", "path_outside_repository"],
    ["dangling", "path_outside_repository"],
    ["loop/x", "path_outside_repository"],
    ["file/x", "path_missing"],
    ["real", "path_outside_repository"],
  ] as const;
  for (const [path, code] of refused)
    test(`${path} is ${code}`, async () => {
      expect(await codeOf(path)).toBe(code);
      expect(await readFile(join(outside(), "secret"), "utf8")).toBe("secret");
      expect(await Bun.file(join(outside(), "x")).exists()).toBe(false);
      expect(await Bun.file(inside(".git/hooks/x")).exists()).toBe(false);
    });

  test("links are not read either", async () => {
    for (const path of ["link", "out/secret"]) expect((await files.read(path)).ok).toBe(false);
  });
});

test("links among the parents that stay inside are followed, folders are made, modes are kept", async () => {
  expect(await codeOf("alias/new/x")).toBe("written");
  expect(await readFile(inside("real/deep/new/x"), "utf8")).toBe("evil");
  await chmod(inside("file"), 0o755);
  expect(await codeOf("file")).toBe("written");
  expect((await stat(inside("file"))).mode & 0o777).toBe(0o755);
});
