import { resolve } from "node:path";
import { git } from "./git";
import { inspectRepository } from "./inspect-repository";
import { mergeTree } from "./merge-tree";
import { checkCommits } from "./mirror/check-commits";
import { cloneWorkspace, reopenWorkspace } from "./mirror/clone-workspace";
import { diffCommits } from "./mirror/diff-commits";
import { fetchBranch, fetchMirror } from "./mirror/fetch-mirror";
import { importCommit } from "./mirror/import-commit";
import { lsRemote } from "./mirror/ls-remote";
import { moveWorkspace } from "./mirror/move-workspace";
import { findOrigin, type Origin } from "./mirror/origin";
import { deleteThere, pushRef } from "./mirror/push-ref";
import { deleteRef, resolveCommit, treeOf, updateRef } from "./mirror/refs";
import { ensureStores, type Stores, storesIn } from "./mirror/stores";
import { tidyStores } from "./mirror/tidy-stores";
import { checkSha } from "./names";
import type { GitCredentials, Mirror } from "./types";

export interface OpenMirrorOptions {
  dataDir: string;
  /** Any directory inside of the user's repository. */
  repositoryPath: string;
  /** Without a remote of this name the user's repository itself takes its place (local mode). */
  remoteName: string;
  credentials?: GitCredentials | undefined;
}

export type OpenedMirror = { ok: true; mirror: Mirror } | { ok: false; message: string };

/** Opens Push Pals' own copy of the repository, and makes it when there is none. Talks to no remote. */
export async function openMirror(options: OpenMirrorOptions): Promise<OpenedMirror> {
  const inspected = await inspectRepository(options.repositoryPath);
  if (!inspected.ok) return inspected;
  const { repository } = inspected;
  const origin = await findOrigin(repository, options.remoteName, options.credentials);
  if (origin.remote === null && repository.head === null) {
    return { ok: false, message: `${repository.path} has no commit yet. Make a first one, then start again.` };
  }
  const stores = storesIn(resolve(options.dataDir));
  const problem = await ensureStores(stores, repository.objectFormat);
  if (problem !== null) return { ok: false, message: problem };
  return { ok: true, mirror: mirrorOf(stores, origin, repository.objectFormat) };
}

function mirrorOf(stores: Stores, origin: Origin, objectFormat: string): Mirror {
  const dir = stores.mirror;
  return {
    dir,
    remote: origin.remote,
    access: origin.access,
    fetch: (signal) => fetchMirror(stores, origin, signal),
    fetchBranch: (branch, signal) => fetchBranch(stores, origin, branch, signal),
    resolve: (ref) => resolveCommit(dir, ref),
    treeOf: (sha) => treeOf(dir, sha),
    cloneWorkspace: (how) => cloneWorkspace(stores, objectFormat, { ...how, dir: resolve(how.dir) }),
    reopenWorkspace: (how) => reopenWorkspace(stores, { ...how, dir: resolve(how.dir) }),
    moveWorkspace: (how) => moveWorkspace(stores, how),
    merge: (ours, theirs, signal) =>
      mergeTree((args) => git(args, { gitDir: dir, signal }), checkSha(ours), checkSha(theirs)),
    importCommit: (how) => importCommit(stores, how),
    objectionTo: async ({ sha, base, ...limits }) => {
      const objects = { git: (args: readonly string[], stdin?: string) => git(args, { gitDir: dir, stdin }) };
      return (await checkCommits(objects, sha, base, limits))?.message ?? null;
    },
    updateRef: (ref, newSha, oldSha) => updateRef(dir, ref, newSha, oldSha),
    deleteRef: (ref, oldSha) => deleteRef(dir, ref, oldSha),
    diff: (base, sha) => diffCommits(dir, base, sha),
    lsRemote: (ref, signal) => lsRemote(stores, origin, ref, signal),
    push: (how) => pushRef(stores, origin, how),
    deleteThere: (how) => deleteThere(stores, origin, how),
    tidy: (how) => tidyStores(stores, how),
  };
}
