import type { DiffSummary } from "@pushpals/protocol";
import type { TerminationReason } from "../process/index";
import type { Sandbox } from "../sandbox/types";

export interface GitOptions {
  /** Working directory; default is the work tree, else the git directory, else `/`. */
  cwd?: string | undefined;
  /** The repository. Without it git sees none: it never looks for one. */
  gitDir?: string | undefined;
  workTree?: string | undefined;
  stdin?: string | Uint8Array | undefined;
  /** Author, committer and index variables of git; nothing else is taken. */
  env?: Record<string, string> | undefined;
  /** Default 120,000. */
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Default 64 MiB; beyond it the output is cut and `outputTruncated` is set. */
  maxOutputBytes?: number | undefined;
  /** How to reach a remote; without it no credential and no network setting of the user is used. */
  access?: RemoteAccess | undefined;
}

export interface GitResult {
  /** Exit code 0 of a process that ended by itself, with whole output. */
  ok: boolean;
  exitCode: number | null;
  stdout: string;
  bytes: Uint8Array;
  /** Messages, with credentials in URLs masked. */
  stderr: string;
  terminationReason: TerminationReason;
  outputTruncated: boolean;
  /** Hex SHA-256 of all that git wrote, also of what was not kept. */
  outputSha256: string;
}

/** What becomes of two commits together. `tree` of a conflict has the files with git's marks where the sides differ. */
export type TreeMerge =
  | { kind: "clean"; tree: string }
  /** `files` may be empty: git can find two sides at odds without a file in conflict. */
  | { kind: "conflict"; tree: string; files: string[]; messages: string }
  | { kind: "failed"; result: GitResult };

/** `full`: there is no room on a disk, here or there. */
export type GitFailureClass = "lock" | "network" | "auth" | "full" | "rejected" | "other";

export interface GitCredentials {
  /** Sent as the password of `x-access-token`, to the remote's own host only. */
  token: string;
}

/** Environment of a git process that talks to one remote. Holds secrets: never shown, logged or given to a sandbox. */
export interface RemoteAccess {
  env: Readonly<Record<string, string>>;
}

export interface Identity {
  name: string;
  email: string;
}

/** The user's own repository. Push Pals only reads it. */
export interface UserRepository {
  /** Top of the work tree, or the git directory of a bare repository. */
  path: string;
  /** The common git directory, also when `path` is a linked worktree. */
  gitDir: string;
  /** Null when HEAD is detached. */
  branch: string | null;
  /** Null when there is no commit yet. */
  head: string | null;
  dirty: boolean;
  identity: Identity | null;
  objectFormat: "sha1" | "sha256";
  /** With credentials masked: for people. */
  remoteUrl(name: string): Promise<string | null>;
  /** Changed and untracked files now, each as `XY path`, as the user's own git sees them; null when it fails. */
  changes(): Promise<string[] | null>;
}

export interface Remote {
  name: string;
  /** For people: credentials masked. */
  url: string;
}

export interface Diff {
  summary: DiffSummary;
  patch: string;
  truncated: boolean;
}

export interface CloneOptions {
  /** Must not exist yet. */
  dir: string;
  sha: string;
  /**
   * A commit on top of `sha` to check out instead, taken from the mirror alone: another job's clone does not get to
   * see it. `baseSha` of the workspace stays `sha`.
   */
  change?: string | undefined;
  /** Name of the branch in the clone; default `work`. */
  branch?: string | undefined;
  /**
   * `shared` borrows the objects of what is published, read only: for a sandbox that mounts `Workspace.readOnly`.
   * `copied` (default) shares nothing: where nothing keeps a job from writing outside of its workspace.
   */
  objects?: "shared" | "copied" | undefined;
  /** With `copied`: all of history, not the one commit. With `shared` it is always there. */
  fullHistory?: boolean | undefined;
  signal?: AbortSignal | undefined;
}

export interface MoveOptions {
  workspace: Workspace;
  /** Runs git in the workspace: never this process itself. */
  sandbox: Sandbox;
  /** A commit that has landed. */
  onto: string;
  /** What the files are to be, a tree of the mirror; what the job may see of it is up to the caller. */
  tree: string;
  signal?: AbortSignal | undefined;
}

/** What is taken from a job. */
export interface ChangeLimits {
  /** Largest pack, and sum of all files; default 200 MiB. */
  maxBytes?: number | undefined;
  /** Largest file; default as large as the whole. */
  maxFileBytes?: number | undefined;
  /** Whether submodules may be added or moved; default false. */
  allowSubmodules?: boolean | undefined;
}

export interface ImportOptions extends ChangeLimits {
  workspace: Workspace;
  /** Runs git in the workspace: never this process itself. */
  sandbox: Sandbox;
  sha: string;
  base: string;
  /** Where it is kept, such as `refs/pushpals/jobs/<jobId>`. */
  ref: string;
  signal?: AbortSignal | undefined;
}

export type ImportResult =
  | { ok: true }
  | {
      ok: false;
      code: "change_refused" | "workspace_failed";
      message: string;
      detail?: { paths: string[] } | { bytes: number };
    };

export interface PushOptions {
  sha: string;
  /** Full name of the ref on the other side, such as `refs/heads/main_agents`. */
  ref: string;
  /** What the ref must hold now; null when it must not exist. */
  expectedOld: string | null;
  /** Also when `sha` does not descend from `expectedOld`; default false. For branches that only Push Pals writes. */
  force?: boolean | undefined;
  /** Only tries: goes through login and permission, and moves nothing. */
  dryRun?: boolean | undefined;
  signal?: AbortSignal | undefined;
}

export type PushResult = { ok: true } | { ok: false; class: GitFailureClass; message: string };
export type LsRemoteResult = { ok: true; sha: string | null } | { ok: false; class: GitFailureClass; message: string };

/** Push Pals' own bare mirror at `<dataDir>/mirror.git`. */
export interface Mirror {
  dir: string;
  /** Null in local mode: the user's repository itself stands for the remote. */
  remote: Remote | null;
  access: RemoteAccess;
  /**
   * Branches of the remote (local mode: of the user's repository) into refs/remotes/origin/*; gone ones are removed.
   * Branches of jobs (`agent/…`) stay out: no job is to see another's work before it landed.
   */
  fetch(signal?: AbortSignal): Promise<GitResult>;
  /** One branch of the remote into refs/heads/ of the mirror: for a job's commit that is missing here. */
  fetchBranch(branch: string, signal?: AbortSignal): Promise<GitResult>;
  /** Full ref or object name to the commit's object name; null when there is none. */
  resolve(ref: string): Promise<string | null>;
  treeOf(sha: string): Promise<string>;
  /** A throwaway clone without remotes and credentials, on `branch` at `sha`. */
  cloneWorkspace(options: CloneOptions): Promise<{ ok: true; workspace: Workspace } | { ok: false; message: string }>;
  /** A clone that an earlier process has made by `cloneWorkspace`, as it was left. */
  reopenWorkspace(options: { dir: string; baseSha: string; objects: "shared" | "copied" }): Workspace;
  /** Puts a workspace, all of which is committed, onto a later commit. */
  moveWorkspace(options: MoveOptions): Promise<{ ok: true; workspace: Workspace } | { ok: false; message: string }>;
  /** Merges two commits that are here, in the object store: neither a ref nor a file changes. */
  merge(ours: string, theirs: string, signal?: AbortSignal): Promise<TreeMerge>;
  /** Takes exactly this commit out of a job's workspace: packed in the sandbox, checked here before anything is kept. */
  importCommit(options: ImportOptions): Promise<ImportResult>;
  /** Why a commit that is in the mirror would not be taken from a job, for a person; null when it would. */
  objectionTo(change: { sha: string; base: string } & ChangeLimits): Promise<string | null>;
  /** Compare and swap when `oldSha` is given (null: must not exist). False when it did not hold. */
  updateRef(ref: string, newSha: string, oldSha?: string | null): Promise<boolean>;
  /** Without `oldSha` whatever it holds; with it only from there: then false says that it holds something else. */
  deleteRef(ref: string, oldSha?: string): Promise<boolean>;
  diff(base: string, sha: string): Promise<Diff>;
  /** What a ref holds on the remote (local mode: in the user's repository) now. */
  lsRemote(ref: string, signal?: AbortSignal): Promise<LsRemoteResult>;
  /** Moves one ref there, only from `expectedOld`. Local mode: refused while a work tree has that branch checked out. */
  push(options: PushOptions): Promise<PushResult>;
  /** Deletes one ref there, only from `expectedOld`. For branches that only Push Pals writes. */
  deleteThere(options: { ref: string; expectedOld: string; signal?: AbortSignal | undefined }): Promise<PushResult>;
  /** Packs what has come in pieces, and drops what nothing leads to any more. Null, or what went wrong. */
  tidy(options?: TidyOptions): Promise<string | null>;
}

export interface TidyOptions {
  /** How long objects are kept that no ref leads to; default two weeks. */
  keepUnreachableMs?: number | undefined;
  signal?: AbortSignal | undefined;
}

export interface CommitOptions {
  sandbox: Sandbox;
  /** Whole message, with trailers. */
  message: string;
  author: Identity;
  committer: Identity;
  signal?: AbortSignal | undefined;
}

export type CommitResult =
  | { ok: true; sha: string; treeSha: string }
  | { ok: false; code: "nothing_changed" | "workspace_failed"; message: string };

export interface WorkspaceGitOptions {
  sandbox: Sandbox;
  stdin?: string | Uint8Array | undefined;
  env?: Record<string, string> | undefined;
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
  maxOutputBytes?: number | undefined;
}

/** A job's clone. Its configuration is the job's to change: git runs in it only inside of a sandbox. */
export interface Workspace {
  dir: string;
  gitDir: string;
  /** The commit it was made from. */
  baseSha: string;
  /** Paths that each run of the sandbox has to mount read only for git to work in it. */
  readOnly: readonly string[];
  git(args: readonly string[], options: WorkspaceGitOptions): Promise<GitResult>;
  /** Everything in the workspace that is not ignored, as one commit. */
  commit(options: CommitOptions): Promise<CommitResult>;
  remove(): Promise<void>;
}
