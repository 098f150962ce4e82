import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { minimalEnv, run, stderrText, stdoutText } from "../../process/index";
import { noSandbox } from "../../sandbox/no-sandbox";
import type { Mirror } from "../index";
import { openMirror } from "../index";

/** For tests: plain git as a person would run it, in a directory. Throws when it fails. */
export async function userGit(cwd: string, ...args: string[]): Promise<string> {
  const result = await run({
    command: ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgSign=false", ...args],
    cwd,
    env: minimalEnv({ GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" }),
    timeoutMs: 60_000,
  });
  if (result.exitCode !== 0) throw new Error(`git ${args.join(" ")}: ${stderrText(result)}`);
  return stdoutText(result).trim();
}

export async function writeFiles(dir: string, files: Record<string, string>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), content);
  }
}

export async function commitFiles(dir: string, files: Record<string, string>, message = "change"): Promise<string> {
  await writeFiles(dir, files);
  await userGit(dir, "add", "--all");
  await userGit(dir, "commit", "--quiet", "--message", message);
  return userGit(dir, "rev-parse", "HEAD");
}

export interface Fixture {
  /** Removed by `remove`. */
  root: string;
  /** The user's repository, on branch `main` with one commit. */
  user: string;
  /** A bare remote named `origin`, unless made without. */
  remote: string;
  head: string;
  dataDir: string;
  open(): Promise<Mirror>;
  remove(): Promise<void>;
}

export async function makeFixture(options: { remote?: boolean; objectFormat?: string } = {}): Promise<Fixture> {
  const root = await mkdtemp(join(tmpdir(), "pushpals-git-"));
  const user = join(root, "user");
  const remote = join(root, "remote.git");
  const format = `--object-format=${options.objectFormat ?? "sha1"}`;
  await userGit(root, "init", "--quiet", format, "--initial-branch=main", user);
  const head = await commitFiles(user, { "README.md": "# Hello\n", "src/a.txt": "one\ntwo\nthree\n" }, "first");
  if (options.remote !== false) {
    await userGit(root, "init", "--quiet", "--bare", format, "--initial-branch=main", remote);
    await userGit(user, "remote", "add", "origin", remote);
    await userGit(user, "push", "--quiet", "origin", "main");
  }
  const dataDir = join(root, "data");
  return {
    root,
    user,
    remote,
    head,
    dataDir,
    open: async () => {
      const opened = await openMirror({ dataDir, repositoryPath: user, remoteName: "origin" });
      if (!opened.ok) throw new Error(opened.message);
      return opened.mirror;
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

export const plainSandbox = noSandbox();
export const ADA = { name: "Ada", email: "ada@example.org" };
