import { lstat, rm } from "node:fs/promises";
import { join } from "node:path";
import { gitSha } from "@pushpals/protocol";
import { passedOn, saidBy, toGitResult } from "./git";
import { HARDENED_ARGUMENTS, hardenedEnv } from "./harden";
import type { CommitOptions, CommitResult, GitResult, Workspace, WorkspaceGitOptions } from "./types";

const DEFAULT_TIMEOUT_MS = 120_000;
const DEFAULT_MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** A clone that exists: git runs in it by a sandbox alone. */
export function openWorkspace(options: { dir: string; baseSha: string; readOnly: readonly string[] }): Workspace {
  const { dir } = options;
  const workspace: Workspace = {
    ...options,
    gitDir: join(dir, ".git"),
    git: (args, how) => gitInside(workspace, args, how),
    commit: (how) => commitAll(workspace, how),
    remove: () => rm(dir, { recursive: true, force: true, maxRetries: 3 }),
  };
  return workspace;
}

async function gitInside(
  workspace: Workspace,
  args: readonly string[],
  options: WorkspaceGitOptions,
): Promise<GitResult> {
  const { PATH: _hostPath, ...hardened } = hardenedEnv();
  if (!(await lstat(workspace.gitDir).catch(asMissing))?.isDirectory()) return replaced(workspace);
  const place = [`--git-dir=${workspace.gitDir}`, `--work-tree=${workspace.dir}`];
  const result = await options.sandbox.run({
    command: ["git", ...HARDENED_ARGUMENTS, ...place, ...args],
    workspace: workspace.dir,
    readOnly: workspace.readOnly,
    env: { ...hardened, ...passedOn(options.env) },
    stdin: options.stdin,
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    signal: options.signal,
    maxOutputBytes: options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES,
    overflow: "kill",
  });
  return toGitResult(result);
}

/**
 * One commit on top of the base, whatever commits the job made itself. By plumbing: no hook, no signature,
 * no editor, and the message as it is.
 */
async function commitAll(workspace: Workspace, options: CommitOptions): Promise<CommitResult> {
  const { sandbox, signal } = options;
  const step = (args: readonly string[], more: Partial<WorkspaceGitOptions> = {}) =>
    gitInside(workspace, args, { sandbox, signal, ...more });
  // Files as young as the index are taken for changed, and `add` would write each anew; a younger index settles that.
  // Its exit code tells of changed files, which are what a commit is for.
  await step(["update-index", "-q", "--refresh", "--force-write-index"]);
  const added = await step(["add", "--all", "--", "."]);
  if (!added.ok) return failed(added);
  const [tree, before] = await Promise.all([
    step(["write-tree"]),
    step(["rev-parse", "--verify", "--end-of-options", `${workspace.baseSha}^{tree}`]),
  ]);
  if (!tree.ok || !before.ok) return failed(tree.ok ? before : tree);
  const treeSha = tree.stdout.trim();
  if (treeSha === before.stdout.trim()) {
    return { ok: false, code: "nothing_changed", message: "The job left the files as they were." };
  }
  const made = await step(["commit-tree", treeSha, "-p", workspace.baseSha, "-F", "-"], {
    stdin: options.message.endsWith("\n") ? options.message : `${options.message}\n`,
    env: identityEnv(options),
  });
  const sha = made.stdout.trim();
  if (!made.ok || !gitSha.safeParse(sha).success || !gitSha.safeParse(treeSha).success) return failed(made);
  const moved = await step(["update-ref", "--no-deref", "HEAD", sha]);
  return moved.ok ? { ok: true, sha, treeSha } : failed(moved);
}

const identityEnv = ({ author, committer }: CommitOptions): Record<string, string> => ({
  GIT_AUTHOR_NAME: author.name,
  GIT_AUTHOR_EMAIL: author.email,
  GIT_COMMITTER_NAME: committer.name,
  GIT_COMMITTER_EMAIL: committer.email,
});

const failed = (result: GitResult): CommitResult => ({
  ok: false,
  code: "workspace_failed",
  message: `The commit could not be made: ${saidBy(result)}`,
});

/** A `.git` that is a file or a link leads git to another repository. */
const replaced = (workspace: Workspace): GitResult => ({
  ok: false,
  exitCode: null,
  stdout: "",
  bytes: new Uint8Array(),
  stderr: `${workspace.gitDir} is not the directory that it was: the job replaced it`,
  terminationReason: "spawn_failed",
  outputTruncated: false,
  outputSha256: "",
});

const asMissing = (_error: unknown) => null;
