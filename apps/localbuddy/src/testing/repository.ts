import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A real repository in a folder of its own, for tests. */
export interface TestRepository {
  root: string;
  dir: string;
  git(...args: string[]): string;
  write(files: Record<string, string | Uint8Array>): void;
  link(path: string, target: string): void;
  commit(message: string): void;
  remove(): void;
}

export function makeRepository(files: Record<string, string | Uint8Array>): TestRepository {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "localbuddy-")));
  const dir = join(root, "repo");
  mkdirSync(dir);
  const env = { PATH: process.env["PATH"] ?? "", HOME: root, GIT_CONFIG_NOSYSTEM: "1" };
  const repository: TestRepository = {
    root,
    dir,
    git: (...args) => {
      const done = Bun.spawnSync(["git", ...args], { cwd: dir, env, stdout: "pipe", stderr: "pipe" });
      if (done.exitCode !== 0) throw new Error(`git ${args.join(" ")}: ${done.stderr.toString()}`);
      return done.stdout.toString();
    },
    write: (more) => {
      for (const [path, content] of Object.entries(more)) {
        mkdirSync(dirname(join(dir, path)), { recursive: true });
        writeFileSync(join(dir, path), content);
      }
    },
    link: (path, target) => symlinkSync(target, join(dir, path)),
    commit: (message) => {
      repository.git("add", "-A");
      repository.git("-c", "user.name=Pat", "-c", "user.email=pat@example.org", "commit", "-q", "-m", message);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  repository.git("init", "-q", "-b", "main");
  repository.write(files);
  repository.commit("Start");
  return repository;
}
