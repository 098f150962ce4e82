import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findToolchains } from "./toolchains";

let home: string;
beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), "pushpals-home-")));
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function find(entries: string[]) {
  for (const entry of entries) await mkdir(entry, { recursive: true });
  await writeFile(join(home, "bun"), "");
  return findToolchains({ path: entries.join(":"), home, executable: "/bin/sh" });
}

test("programs below HOME are shown by their own directory, deep ones with their installation", async () => {
  const deep = join(home, ".nvm/versions/node/v22");
  const found = await find([join(home, ".cargo/bin"), join(home, ".local/bin"), join(deep, "bin"), "/usr/bin"]);
  expect(found.directories).toEqual([join(home, ".cargo/bin"), join(home, ".local/bin"), deep]);
});

test("HOME itself and what lies above it never is", async () => {
  const found = await find([home, join(home, ".."), "/"]);
  expect(found.directories).toEqual([]);
});

test("homes of tools come with their variable, when they are on PATH", async () => {
  await mkdir(join(home, ".rustup"));
  expect((await find(["/usr/bin"])).env).toEqual({});
  const found = await find([join(home, ".cargo/bin")]);
  expect(found.env).toEqual({ RUSTUP_HOME: join(home, ".rustup") });
  expect(found.directories).toContain(join(home, ".rustup"));
});

test("relative entries, missing ones and those of a package manager are left out", async () => {
  const bin = join(home, "project/node_modules/.bin");
  await mkdir(bin, { recursive: true });
  const found = findToolchains({ path: `bin:.:${bin}:/no/such/dir:/usr/bin`, home, executable: "/bin/sh" });
  expect(found.path).toBe("/usr/bin:/usr/local/bin:/bin");
  expect(found.directories).toEqual([]);
});
