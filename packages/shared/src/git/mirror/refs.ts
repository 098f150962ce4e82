import { git, saidBy } from "../git";
import { checkRef, checkSha } from "../names";
import { retryLocked } from "./retry-locked";

const isSha = (text: string): boolean => /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text);

/** Full ref or object name to the commit's object name; null when there is none. */
export async function resolveCommit(gitDir: string, ref: string): Promise<string | null> {
  const name = isSha(ref) ? ref : checkRef(ref);
  const found = await git(["rev-parse", "--quiet", "--verify", "--end-of-options", `${name}^{commit}`], { gitDir });
  return found.ok ? found.stdout.trim() : null;
}

export async function treeOf(gitDir: string, sha: string): Promise<string> {
  const found = await git(["rev-parse", "--verify", "--end-of-options", `${checkSha(sha)}^{tree}`], { gitDir });
  if (!found.ok) throw new Error(`no tree of ${sha}: ${saidBy(found)}`);
  return found.stdout.trim();
}

export async function isAncestor(gitDir: string, base: string, sha: string): Promise<boolean> {
  const asked = await git(["merge-base", "--is-ancestor", "--end-of-options", checkSha(base), checkSha(sha)], {
    gitDir,
  });
  return asked.ok;
}

/** Moves a ref; with `oldSha` only from there (null: only when it does not exist). */
export async function updateRef(gitDir: string, ref: string, newSha: string, oldSha?: string | null): Promise<boolean> {
  const expected = oldSha === undefined ? [] : [oldSha === null ? "0".repeat(newSha.length) : checkSha(oldSha)];
  const moved = await retryFileLock(gitDir, () =>
    git(["update-ref", "--no-deref", "--end-of-options", checkRef(ref), checkSha(newSha), ...expected], { gitDir }),
  );
  return moved.ok;
}

/** Deletes a ref; with `oldSha` only from there. */
export async function deleteRef(gitDir: string, ref: string, oldSha?: string): Promise<boolean> {
  const expected = oldSha === undefined ? [] : [checkSha(oldSha)];
  const gone = await retryFileLock(gitDir, () =>
    git(["update-ref", "--no-deref", "-d", "--end-of-options", checkRef(ref), ...expected], { gitDir }),
  );
  if (!gone.ok && oldSha !== undefined && gone.stderr === "moved") return false;
  if (!gone.ok) throw new Error(`could not delete ${ref}: ${saidBy(gone)}`);
  return true;
}

/** A value that did not hold is the answer; a lock file of another process is not. */
async function retryFileLock(gitDir: string, call: Parameters<typeof retryLocked>[0]) {
  const once = async () => {
    const result = await call();
    return /but expected|reference already exists|unable to resolve reference/.test(result.stderr)
      ? { ...result, stderr: "moved" }
      : result;
  };
  return retryLocked(once, [gitDir]);
}
