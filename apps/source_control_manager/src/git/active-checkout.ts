import { realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";

/**
 * Why `dir` must not become SourceControlManager's work tree; null when it may. It moves its files at will, so it
 * must neither be the user's checkout nor hold it, nor lie in its git directory. A folder inside of the
 * checkout, as the default data directory is, is fine: it is a work tree of its own.
 */
export function activeCheckoutProblem(dir: string, user: { path: string; gitDir: string }): string | null {
  const [own, checkout, gitDir] = [realPath(dir), realPath(user.path), realPath(user.gitDir)];
  const clash = isWithin(checkout, own)
    ? "is, or holds, the active checkout"
    : isWithin(own, gitDir)
      ? "lies in the git directory of"
      : null;
  if (!clash) return null;
  return (
    `SourceControlManager's workspace ${dir} ${clash} ${user.path}. It moves the files of its workspace, so it ` +
    "refuses to run there. Set paths.data_dir (or PUSHPALS_DATA_DIR) to a folder of its own."
  );
}

const isWithin = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(outer + sep);

/** With links resolved as far as the path exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || dirname(path) === path) throw error;
    return join(realPath(dirname(path)), path.slice(dirname(path).length));
  }
}
