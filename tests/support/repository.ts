import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** What a file of a test repository is: text or bytes, optionally executable, or a symlink. */
export type FileSpec =
  | string
  | Uint8Array
  | { content: string | Uint8Array; executable: boolean }
  | { symlink: string };

/** A working repository with a bare remote named `origin`, as a person would have it. */
export interface TestRepository {
  root: string;
  /** The person's checkout. */
  dir: string;
  /** The bare remote. */
  remote: string;
  git(...args: string[]): string;
  gitRemote(...args: string[]): string;
  write(files: Record<string, FileSpec>): void;
  commit(message: string): string;
  remove(): void;
}

/** Runs git as a person does, with a fixed identity; throws with git's own words when it fails. */
export function runGit(cwd: string, args: readonly string[]): string {
  const done = Bun.spawnSync(["git", ...args], { cwd, env: personEnv(), stdout: "pipe", stderr: "pipe" });
  if (done.exitCode !== 0) throw new Error(`git ${args.join(" ")} in ${cwd}: ${done.stderr.toString()}`);
  return done.stdout.toString().replace(/\n$/, "");
}

/** The environment of a person at the machine: an identity, and none of the settings of whoever runs the tests. */
export function personEnv(): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: process.env["HOME"] ?? "/tmp",
    LANG: "C.UTF-8",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_COUNT: "3",
    GIT_CONFIG_KEY_0: "user.name",
    GIT_CONFIG_VALUE_0: "Pat Person",
    GIT_CONFIG_KEY_1: "user.email",
    GIT_CONFIG_VALUE_1: "pat@example.org",
    GIT_CONFIG_KEY_2: "init.defaultBranch",
    GIT_CONFIG_VALUE_2: "main",
  };
}

/** Writes files below a folder; parents are made, what is there is replaced. */
export function writeFiles(dir: string, files: Record<string, FileSpec>): void {
  for (const [path, spec] of Object.entries(files)) {
    const target = join(dir, path);
    mkdirSync(dirname(target), { recursive: true });
    rmSync(target, { recursive: true, force: true });
    if (typeof spec === "string" || spec instanceof Uint8Array) writeFileSync(target, spec);
    else if ("symlink" in spec) symlinkSync(spec.symlink, target);
    else {
      writeFileSync(target, spec.content);
      chmodSync(target, spec.executable ? 0o755 : 0o644);
    }
  }
}

/** Makes a repository with one commit on `main`, pushed to its bare remote. */
export function makeRepository(files: Record<string, FileSpec>): TestRepository {
  const root = mkdtempSync(join(tmpdir(), "pushpals-test-"));
  const dir = join(root, "checkout");
  const remote = join(root, "remote.git");
  mkdirSync(dir);
  runGit(root, ["init", "-q", "--bare", "-b", "main", remote]);
  runGit(dir, ["init", "-q", "-b", "main"]);
  runGit(dir, ["config", "user.name", "Pat Person"]);
  runGit(dir, ["config", "user.email", "pat@example.org"]);
  runGit(dir, ["remote", "add", "origin", remote]);
  const repository: TestRepository = {
    root,
    dir,
    remote,
    git: (...args) => runGit(dir, args),
    gitRemote: (...args) => runGit(remote, args),
    write: (more) => writeFiles(dir, more),
    commit: (message) => {
      runGit(dir, ["add", "-A"]);
      runGit(dir, ["commit", "-q", "-m", message]);
      return runGit(dir, ["rev-parse", "HEAD"]);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  repository.write(files);
  repository.commit("Start");
  repository.git("push", "-q", "origin", "main");
  return repository;
}
