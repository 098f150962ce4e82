import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { gitFailureClass, type Identity, type Mirror } from "@pushpals/shared/git";
import type { Log } from "@pushpals/shared/log";
import { barePlace, type GitPlace, gitTrouble, type Refused, refused, workTreePlace } from "./git-place";
import { rescueWorkTree } from "./rescue";
import { removeStaleLocks } from "./stale-locks";

const NAME = "source_control_manager";
/** What the work tree was last left at. HEAD elsewhere: somebody else committed or switched there. */
const LEFT_AT = `refs/pushpals/${NAME}`;
/** Files come out of git as they are in it: no line ends, keywords or encodings are converted. */
const ATTRIBUTES = "* -text -filter -ident -working-tree-encoding\n";

/**
 * SourceControlManager's own work tree of Push Pals' mirror: shows the integration branch, and lends its
 * `.gitattributes` to merges. Landings are built in the object store, so a crash leaves nothing half-done in here but
 * a checkout.
 */
export interface WorkTree {
  dir: string;
  place: GitPlace;
  /** Brings the files to a commit. Changes of somebody else are kept under a rescue ref before they would be lost. */
  show(sha: string): Promise<{ ok: true } | Refused>;
}

export interface WorkTreeOptions {
  mirror: Mirror;
  /** `<data directory>/.worktrees/source_control_manager`. */
  dir: string;
  /** Commit to show. */
  sha: string;
  /** Go on when somebody else has changed the work tree. What is found is kept under a rescue ref all the same. */
  allowDirty: boolean;
  committer: Identity;
  log: Log;
}

/** Opens the work tree in a known state: rebuilt when it is missing or broken, cleaned when the last run was killed. */
export async function openWorkTree(options: WorkTreeOptions): Promise<{ ok: true; workTree: WorkTree } | Refused> {
  const { mirror, dir, log } = options;
  const gitDir = gitDirIn(mirror);
  const place = workTreePlace(gitDir, dir);
  if (!(await isIntact(dir, gitDir, place))) {
    const built = await rebuild(options, gitDir);
    if (!built.ok) return built;
  } else {
    const locked = await removeStaleLocks(gitDir);
    if (locked !== null) return refused("remote_unavailable", locked);
    const dirty = existsSync(markerOf(dir)) ? false : await isDirty(mirror, place);
    if (dirty) {
      const kept = await rescueWorkTree(mirror, place, options.committer);
      if (!kept.ok) return kept;
      if (!options.allowDirty) return refused("workspace_failed", dirtyMessage(dir, kept.ref));
      log.warn({ dir, rescue: kept.ref }, "the work tree was changed by somebody else; kept, and set back");
    }
  }
  const shown = await inProgress(dir, () => force(mirror, place, options.sha));
  if (!shown.ok) return shown;
  let at = options.sha;
  const showOnce = async (sha: string): Promise<{ ok: true } | Refused> => {
    if (at === sha) return { ok: true };
    const moved = await show(options, place, sha);
    if (moved.ok) at = sha;
    return moved;
  };
  return { ok: true, workTree: { dir, place, show: showOnce } };
}

async function show({ mirror, dir, committer, log }: WorkTreeOptions, place: GitPlace, sha: string) {
  return await inProgress(dir, async () => {
    // Without force: git itself refuses to overwrite what is not its own.
    const moved = await place.git(["checkout", "--quiet", "--detach", sha]);
    if (moved.ok) {
      await mirror.updateRef(LEFT_AT, sha);
      return { ok: true as const };
    }
    const kept = await rescueWorkTree(mirror, place, committer);
    if (!kept.ok) return kept;
    log.warn({ dir, rescue: kept.ref, git: moved.stderr }, "the work tree was in the way; kept, and set back");
    return await force(mirror, place, sha);
  });
}

async function force(mirror: Mirror, place: GitPlace, sha: string): Promise<{ ok: true } | Refused> {
  for (const args of [
    ["checkout", "--quiet", "--force", "--detach", sha],
    ["clean", "--quiet", "-fdx"],
  ]) {
    let done = await place.git(args);
    // Left by a git of ours that was killed or ran out of time.
    if (!done.ok && gitFailureClass(done) === "lock" && (await removeStaleLocks(gitDirIn(mirror))) === null)
      done = await place.git(args);
    if (!done.ok) return gitTrouble("SourceControlManager's work tree could not be set", done);
  }
  await mirror.updateRef(LEFT_AT, sha);
  return { ok: true };
}

const gitDirIn = (mirror: Mirror): string => join(mirror.dir, "worktrees", NAME);

/** The marker tells half-done work of our own from changes of somebody else. */
const markerOf = (dir: string): string => `${dir}.in-progress`;

async function inProgress<T extends { ok: boolean }>(dir: string, work: () => Promise<T>): Promise<T> {
  writeFileSync(markerOf(dir), `${process.pid}\n`);
  const result = await work();
  if (result.ok) rmSync(markerOf(dir), { force: true });
  return result;
}

async function isIntact(dir: string, gitDir: string, place: GitPlace): Promise<boolean> {
  const link = join(dir, ".git");
  if (!existsSync(gitDir) || !statSync(link, { throwIfNoEntry: false })?.isFile()) return false;
  const target = /^gitdir: (.+)$/m.exec(readFileSync(link, "utf8"))?.[1] ?? "";
  if (!existsSync(target) || realpathSync(target) !== realpathSync(gitDir)) return false;
  return (await place.git(["rev-parse", "--verify", "--quiet", "HEAD^{tree}"])).ok;
}

async function isDirty(mirror: Mirror, place: GitPlace): Promise<boolean> {
  const [head, status] = await Promise.all([
    place.git(["rev-parse", "HEAD"]),
    place.git(["status", "--porcelain", "--untracked-files=all", "--ignore-submodules=all"]),
  ]);
  return head.stdout.trim() !== (await mirror.resolve(LEFT_AT)) || status.stdout !== "" || !status.ok;
}

/** Whatever lies in the way is put aside, not deleted: it may be somebody's. */
async function rebuild({ mirror, dir, sha, log }: WorkTreeOptions, gitDir: string): Promise<{ ok: true } | Refused> {
  mkdirSync(dirname(dir), { recursive: true });
  if (existsSync(dir)) {
    const aside = `${dir}.aside-${Date.now()}`;
    renameSync(dir, aside);
    log.warn({ dir, aside }, "the work tree was broken: put aside, and made anew");
  }
  rmSync(gitDir, { recursive: true, force: true });
  mkdirSync(join(mirror.dir, "info"), { recursive: true });
  writeFileSync(join(mirror.dir, "info", "attributes"), ATTRIBUTES);
  const added = await barePlace(mirror.dir).git([
    "worktree",
    "add",
    "--quiet",
    "--force",
    "--detach",
    "--no-checkout",
    dir,
    sha,
  ]);
  return added.ok ? { ok: true } : gitTrouble("SourceControlManager's work tree could not be made", added);
}

const dirtyMessage = (dir: string, rescue: string): string =>
  `Somebody has changed files in SourceControlManager's workspace ${dir}. It does not start, so that nothing of that is ` +
  `lost; a copy is kept in the mirror as ${rescue}. Take the changes out (git -C ${dir} status), or start with --allow-dirty ` +
  "(source_control_manager:only:dev) to have the workspace set back.";
