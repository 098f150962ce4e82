import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type GitResult, git, inspectRepository, type UserRepository } from "@pushpals/shared/git";

const TIMEOUT_MS = 10_000;
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

/** The user's repository, for reading only. */
export interface ReadOnlyRepository extends UserRepository {
  /**
   * Runs a reading git command at the top of the repository. Output beyond 4 MiB is cut: then `outputTruncated` is set
   * and `ok` is false, though what there is may be shown.
   */
  read(args: readonly string[], signal?: AbortSignal): Promise<GitResult>;
}

/** Opens it anew for each message, so that an answer never tells of a branch that was left long ago. */
export async function openRepository(
  path: string,
): Promise<{ ok: true; repository: ReadOnlyRepository } | { ok: false; message: string }> {
  const found = await inspectRepository(path);
  if (!found.ok) return found;
  const { repository } = found;
  const gitDir = await ownGitDir(repository);
  const read = (args: readonly string[], signal?: AbortSignal) =>
    git(args, {
      gitDir,
      ...(repository.path === repository.gitDir ? {} : { workTree: repository.path }),
      cwd: repository.path,
      timeoutMs: TIMEOUT_MS,
      maxOutputBytes: MAX_OUTPUT_BYTES,
      signal,
    });
  return { ok: true, repository: { ...repository, read } };
}

/** A linked worktree has a head and an index of its own: its `.git` is a file that names where. */
async function ownGitDir(repository: UserRepository): Promise<string> {
  const dotGit = join(repository.path, ".git");
  const link = await readFile(dotGit, "utf8").catch(asNoFile);
  const named = /^gitdir: (.+?)\r?\n?$/.exec(link)?.[1];
  return named === undefined ? repository.gitDir : resolve(repository.path, named);
}

/** The usual `.git` is a folder, and a bare repository has none. */
const asNoFile = (_notAFile: unknown): string => "";

/** The entries of output made with `-z`. */
export const nulSeparated = (text: string): string[] => text.split("\0").filter((entry) => entry !== "");
