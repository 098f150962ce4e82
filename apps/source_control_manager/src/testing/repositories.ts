import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Mirror, openMirror } from "@pushpals/shared/git";

/** Text or bytes of a file, a symlink, or null for "gone". */
export type FileSpec = string | Uint8Array | { link: string } | { script: string } | null;

/** A person's checkout with a bare remote (or none), and the folder of Push Pals' own data. */
export interface Repositories {
  root: string;
  user: string;
  remote: string;
  dataDir: string;
  mirror: Mirror;
  /** Plain git in a directory, as a person would run it; throws with git's words. */
  git(dir: string, ...args: string[]): string;
  /** Makes commits on top of `base` somewhere else, one per entry, and puts them into the mirror as a job's branch. */
  job(name: string, base: string, steps: readonly { message: string; files: Record<string, FileSpec> }[]): string;
  /** Commits straight on a branch of the remote, as another person would. */
  pushAsOther(branch: string, files: Record<string, FileSpec>, message?: string): string;
  remove(): void;
}

const PERSON = { GIT_AUTHOR_DATE: "2024-05-06T07:08:09+02:00", GIT_COMMITTER_DATE: "2024-05-06T07:08:09+02:00" };

export function personGit(dir: string, ...args: string[]): string {
  const settings = ["-c", "user.name=Pat Person", "-c", "user.email=pat@example.org", "-c", "core.autocrlf=false"];
  const done = Bun.spawnSync(["git", ...settings, ...args], {
    cwd: dir,
    env: {
      PATH: process.env["PATH"],
      HOME: "/nowhere",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      ...PERSON,
    },
  });
  if (done.exitCode !== 0) throw new Error(`git ${args.join(" ")} in ${dir}: ${done.stderr}`);
  return done.stdout.toString().trim();
}

export function writeFiles(dir: string, files: Record<string, FileSpec>): void {
  for (const [path, spec] of Object.entries(files)) {
    const target = join(dir, path);
    mkdirSync(dirname(target), { recursive: true });
    rmSync(target, { recursive: true, force: true });
    if (spec === null) continue;
    if (typeof spec === "string" || spec instanceof Uint8Array) writeFileSync(target, spec);
    else if ("link" in spec) symlinkSync(spec.link, target);
    else {
      writeFileSync(target, spec.script);
      chmodSync(target, 0o755);
    }
  }
}

function commit(dir: string, files: Record<string, FileSpec>, message: string): string {
  writeFiles(dir, files);
  personGit(dir, "add", "--all");
  personGit(dir, "commit", "--quiet", "--allow-empty", "--message", message);
  return personGit(dir, "rev-parse", "HEAD");
}

export async function makeRepositories(
  files: Record<string, FileSpec> = { "a.txt": "one\ntwo\nthree\n" },
  options: { remote?: boolean } = {},
): Promise<Repositories> {
  const root = mkdtempSync(join(tmpdir(), "pushpals-scm-"));
  const [user, remote, dataDir] = [join(root, "user"), join(root, "remote.git"), join(root, "data")];
  personGit(root, "init", "--quiet", "--initial-branch=main", user);
  commit(user, files, "Start");
  if (options.remote !== false) {
    personGit(root, "init", "--quiet", "--bare", "--initial-branch=main", remote);
    personGit(user, "remote", "add", "origin", remote);
    personGit(user, "push", "--quiet", "origin", "main");
  }
  const opened = await openMirror({ dataDir, repositoryPath: user, remoteName: "origin" });
  if (!opened.ok) throw new Error(opened.message);
  const { mirror } = opened;
  let made = 0;
  const scratch = (from: string, sha: string) => {
    made += 1;
    const dir = join(root, `scratch-${made}`);
    personGit(root, "init", "--quiet", dir);
    personGit(dir, "fetch", "--quiet", from, sha);
    personGit(dir, "checkout", "--quiet", "--detach", sha);
    return dir;
  };
  return {
    root,
    user,
    remote,
    dataDir,
    mirror,
    git: personGit,
    job: (name, base, steps) => {
      const dir = scratch(mirror.dir, base);
      let sha = base;
      for (const step of steps) sha = commit(dir, step.files, step.message);
      personGit(mirror.dir, "fetch", "--quiet", dir, `+${sha}:refs/heads/agent/w/${name}`);
      return sha;
    },
    pushAsOther: (branch, changed, message = "By somebody else") => {
      const dir = scratch(remote, personGit(remote, "rev-parse", branch));
      const sha = commit(dir, changed, message);
      personGit(dir, "push", "--quiet", remote, `HEAD:refs/heads/${branch}`);
      return sha;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Every file below a folder with its content's hash, `.git` included but for what `leaveOut` names. */
export function fingerprint(dir: string, leaveOut: (path: string) => boolean = () => false, below = ""): string[] {
  return readdirSync(join(dir, below), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(below, entry.name);
      if (leaveOut(path)) return [];
      if (entry.isDirectory()) return fingerprint(dir, leaveOut, path);
      const content = entry.isSymbolicLink() ? readlinkSync(join(dir, path)) : readFileSync(join(dir, path));
      return [`${path} ${Bun.hash(content).toString(16)}`];
    });
}
