/**
 * A workspace for a repository of 50,000 files, and what jobs leave on the disk once they are over.
 *
 * Run: `bun run bench workspaces [files] [jobs]`.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { git, type Mirror, openMirror } from "@pushpals/shared/git";
import { openSandbox, type Sandbox } from "@pushpals/shared/sandbox";

const DEFAULT_FILES = 50_000;
const DEFAULT_JOBS = 100;
const ROUNDS = 5;
const PER_DIRECTORY = 250;
const WHO = { name: "bench", email: "bench@example.org" };
const SANDBOX = { memory_mb: 4_096, pids: 512, cpu_seconds: 0, file_size_mb: 4_096, read_only_paths: [] };

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

export async function main(args: string[]): Promise<number> {
  const files = Number(args[0] ?? DEFAULT_FILES);
  const jobs = Number(args[1] ?? DEFAULT_JOBS);
  const root = mkdtempSync(join(tmpdir(), "pp-bench-"));
  try {
    const { mirror, sha } = await repositoryOf(root, files);
    const opened = await openSandbox({ ...SANDBOX, tier: "process" });
    const plain = await openSandbox({ ...SANDBOX, tier: "none" });
    if (!plain.ok) throw new Error(plain.message);
    const sandbox = opened.ok ? opened.sandbox : plain.sandbox;
    for (const objects of ["shared", "copied"] as const) await timeWorkspaces(mirror, root, { sha, objects, files });
    await leftOnDisk(mirror, root, { sha, jobs, sandbox });
    return 0;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function repositoryOf(root: string, files: number): Promise<{ mirror: Mirror; sha: string }> {
  const dir = join(root, "repository");
  mkdirSync(dir);
  for (let n = 0; n < files; n += 1) {
    const folder = join(dir, `d${Math.floor(n / PER_DIRECTORY)}`);
    if (n % PER_DIRECTORY === 0) mkdirSync(folder);
    writeFileSync(join(folder, `f${n}.txt`), `file ${n}\n${"content ".repeat(50)}\n`);
  }
  const run = (...command: string[]) => {
    const env = { PATH: process.env["PATH"] ?? "", HOME: root, GIT_CONFIG_NOSYSTEM: "1" };
    const done = Bun.spawnSync(command, { cwd: dir, env, stderr: "pipe" });
    if (done.exitCode !== 0) throw new Error(`${command.join(" ")}: ${done.stderr.toString()}`);
  };
  run("git", "init", "-q", "-b", "main");
  run("git", "add", "-A");
  run("git", "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-q", "-m", "all");
  run("git", "clone", "-q", "--bare", dir, join(root, "remote.git"));
  run("git", "remote", "add", "origin", join(root, "remote.git"));
  const opened = await openMirror({ dataDir: join(root, "data"), repositoryPath: dir, remoteName: "origin" });
  if (!opened.ok) throw new Error(opened.message);
  const fetched = await opened.mirror.fetch();
  const sha = await opened.mirror.resolve("refs/remotes/origin/main");
  if (!fetched.ok || sha === null) throw new Error(fetched.stderr);
  return { mirror: opened.mirror, sha };
}

async function timeWorkspaces(
  mirror: Mirror,
  root: string,
  { sha, objects, files }: { sha: string; objects: "shared" | "copied"; files: number },
): Promise<void> {
  const made: number[] = [];
  const removed: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const dir = join(root, `workspace-${objects}-${round}`);
    const started = performance.now();
    const cloned = await mirror.cloneWorkspace({ dir, sha, objects, fullHistory: true });
    if (!cloned.ok) throw new Error(cloned.message);
    made.push(performance.now() - started);
    const removing = performance.now();
    await cloned.workspace.remove();
    removed.push(performance.now() - removing);
    floor.push(await plainClone(root, objects));
  }
  console.log(
    `${files} files, objects ${objects}: ready in ${median(made).toFixed(0)} ms (git clone ${median(floor).toFixed(0)} ms), ` +
      `removed in ${median(removed).toFixed(0)} ms`,
  );
}

/** What git alone takes for the same. */
async function plainClone(root: string, objects: "shared" | "copied"): Promise<number> {
  const dir = join(root, "plain");
  const how = objects === "shared" ? "--shared" : "--no-hardlinks";
  const started = performance.now();
  const cloned = await git(["clone", "--quiet", how, "--end-of-options", join(root, "remote.git"), dir], { cwd: root });
  if (!cloned.ok) throw new Error(cloned.stderr);
  const took = performance.now() - started;
  rmSync(dir, { recursive: true });
  return took;
}

/** Jobs with a change each, whose refs go when their retention has passed. */
async function leftOnDisk(
  mirror: Mirror,
  root: string,
  { sha, jobs, sandbox }: { sha: string; jobs: number; sandbox: Sandbox },
): Promise<void> {
  const data = join(root, "data");
  const told = (when: string) => {
    const packs = readdirSync(join(mirror.dir, "objects/pack")).filter((name) => name.endsWith(".pack")).length;
    console.log(`${when}: ${(bytesBelow(data) / 1024 / 1024).toFixed(1)} MiB, ${packs} packs in the mirror`);
  };
  told("before any job");
  const dir = join(root, "jobs");
  const cloned = await mirror.cloneWorkspace({ dir, sha, objects: "shared", fullHistory: true });
  if (!cloned.ok) throw new Error(cloned.message);
  const { workspace } = cloned;
  for (let n = 0; n < jobs; n += 1) {
    writeFileSync(join(dir, "d0/f0.txt"), `job ${n}\n${crypto.randomUUID().repeat(1_000)}\n`);
    const made = await workspace.commit({ sandbox, message: `job ${n}`, author: WHO, committer: WHO });
    if (!made.ok) throw new Error(made.message);
    const ref = `refs/pushpals/jobs/${crypto.randomUUID()}`;
    const imported = await mirror.importCommit({ workspace, sandbox, sha: made.sha, base: sha, ref });
    if (!imported.ok) throw new Error(imported.message);
  }
  await workspace.remove();
  told(`after ${jobs} jobs`);
  await mirror.tidy({ keepUnreachableMs: 0 });
  told("tidied");
  const refs = await git(["for-each-ref", "--format=%(refname)", "refs/pushpals/jobs"], { gitDir: mirror.dir });
  for (const ref of refs.stdout.split("\n").filter(Boolean)) await mirror.deleteRef(ref);
  await mirror.tidy({ keepUnreachableMs: 0 });
  told("retention has passed, tidied");
}

function bytesBelow(dir: string): number {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).blocks * 512, 0);
}

if (import.meta.main) process.exit(await main(process.argv.slice(2)));
