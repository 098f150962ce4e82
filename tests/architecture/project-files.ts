import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const PROJECT = resolve(import.meta.dir, "../..");

/** Every file of the project that git has or would take, relative to its root; with `pattern`, only those. */
export function projectFiles(pattern = /./): string[] {
  const listed = Bun.spawnSync(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: PROJECT,
  });
  const deleted = Bun.spawnSync(["git", "ls-files", "-z", "--deleted"], { cwd: PROJECT });
  const gone = new Set(deleted.stdout.toString().split("\0"));
  return listed.stdout
    .toString()
    .split("\0")
    .filter((path) => path !== "" && !gone.has(path) && pattern.test(path));
}

export const readProjectFile = (path: string): string => readFileSync(join(PROJECT, path), "utf8");
