import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { git, saidBy } from "../git";
import { checkBranch, checkSha } from "../names";
import type { CloneOptions, GitResult, Workspace } from "../types";
import { openWorkspace } from "../workspace";
import { publish } from "./publish";
import type { Stores } from "./stores";

export type Cloned = { ok: true; workspace: Workspace } | { ok: false; message: string };

/** More was never let into the mirror. */
const MAX_CHANGE_BYTES = 4 * 1024 * 1024 * 1024;

/**
 * What stays in the clone's own settings, for whoever runs git in it.
 * `checkStat`: in a sandbox the same files have another owner. Git would take each for changed, and as it can't
 * mark a borrowed object as used, `git add` would write every file of the repository anew.
 */
const SETTINGS = `[core]
\tcheckStat = minimal
\thooksPath = /dev/null
\tautocrlf = false
[gc]
\tauto = 0
[maintenance]
\tauto = false
`;

/**
 * Makes a throwaway clone by its parts: an empty repository, the objects, one branch, one checkout. It has no
 * remote, no credential, no name of an author, no submodule, and no filter runs.
 *
 * `shared` names the published store as an alternate: nothing is copied, however big the history is, and all of
 * it is there. The store lies outside of the workspace, so a sandbox that mounts it read only keeps it whole.
 * Without a sandbox a job could write to it and so spoil every other clone: there objects are copied, and since
 * a copy costs time and disk, only those of the one commit unless `fullHistory` asks for more.
 */
export async function cloneWorkspace(stores: Stores, objectFormat: string, options: CloneOptions): Promise<Cloned> {
  const sha = checkSha(options.sha);
  const branch = checkBranch(options.branch ?? "work");
  const missing = await publish(stores, sha, options.signal);
  if (missing !== null) return { ok: false, message: missing };
  const taken = await makeDirectory(options.dir);
  if (taken !== null) return { ok: false, message: `The workspace ${options.dir} could not be made: ${taken}` };
  const gitDir = join(options.dir, ".git");
  const failed = await firstFailure([
    () => initialise(options.dir, branch, objectFormat),
    () => (options.objects === "shared" ? borrowObjects(stores, gitDir) : copyObjects(stores, gitDir, sha, options)),
    () => (options.change === undefined ? null : bringChange(stores, gitDir, sha, checkSha(options.change))),
    () => git(["update-ref", "--end-of-options", `refs/heads/${branch}`, options.change ?? sha], { gitDir }),
    () => checkOut(options.dir, gitDir, options.change ?? sha, options.signal),
  ]);
  if (failed === null) {
    const { dir, objects } = options;
    return { ok: true, workspace: reopenWorkspace(stores, { dir, baseSha: sha, objects: objects ?? "copied" }) };
  }
  await rm(options.dir, { recursive: true, force: true });
  return { ok: false, message: `The workspace ${options.dir} could not be made: ${saidBy(failed)}` };
}

/** A clone that is there already. */
export function reopenWorkspace(
  stores: Stores,
  { dir, baseSha, objects }: { dir: string; baseSha: string; objects: "shared" | "copied" },
): Workspace {
  const readOnly = objects === "shared" ? [join(stores.published, "objects")] : [];
  return openWorkspace({ dir, baseSha, readOnly });
}

/** Null, or why there is none; a directory that is there already is somebody else's. */
async function makeDirectory(dir: string): Promise<string | null> {
  try {
    await mkdir(dirname(dir), { recursive: true });
    await mkdir(dir, { mode: 0o700 });
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

async function initialise(dir: string, branch: string, objectFormat: string): Promise<GitResult> {
  const made = await git(
    ["init", "--quiet", "--template=", `--object-format=${objectFormat}`, `--initial-branch=${branch}`, dir],
    { cwd: dir },
  );
  if (made.ok) await writeFile(join(dir, ".git", "config"), SETTINGS, { flag: "a" });
  return made;
}

async function borrowObjects(stores: Stores, gitDir: string): Promise<null> {
  await mkdir(join(gitDir, "objects", "info"), { recursive: true });
  await writeFile(join(gitDir, "objects", "info", "alternates"), `${join(stores.published, "objects")}\n`);
  await copyFile(join(stores.published, "shallow"), join(gitDir, "shallow")).catch(ignoreMissing);
  return null;
}

function copyObjects(stores: Stores, gitDir: string, sha: string, options: CloneOptions): Promise<GitResult> {
  const depth = options.fullHistory ? ["--update-shallow"] : ["--depth=1"];
  return git(
    [
      ...["-c", "fetch.unpackLimit=1", "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", ...depth],
      ...["--end-of-options", stores.published, sha],
    ],
    { gitDir, signal: options.signal, timeoutMs: 600_000 },
  );
}

/** The objects of a commit that nobody has published. */
async function bringChange(stores: Stores, gitDir: string, base: string, change: string): Promise<GitResult> {
  const packed = await git(["pack-objects", "--revs", "--stdout", "--thin", "--delta-base-offset", "-q"], {
    gitDir: stores.mirror,
    stdin: `${change}\n^${base}\n`,
    maxOutputBytes: MAX_CHANGE_BYTES,
    timeoutMs: 600_000,
  });
  if (!packed.ok) return packed;
  return git(["index-pack", "--stdin", "--fix-thin"], { gitDir, stdin: packed.bytes, timeoutMs: 600_000 });
}

const checkOut = (workTree: string, gitDir: string, sha: string, signal: AbortSignal | undefined) =>
  git(["read-tree", "--reset", "-u", "--no-recurse-submodules", sha], { gitDir, workTree, signal, timeoutMs: 600_000 });

async function firstFailure(steps: readonly (() => Promise<GitResult | null> | null)[]): Promise<GitResult | null> {
  for (const step of steps) {
    const result = await step();
    if (result !== null && !result.ok) return result;
  }
  return null;
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
