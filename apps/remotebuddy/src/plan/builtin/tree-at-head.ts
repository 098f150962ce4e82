import { isRepoPath } from "@pushpals/protocol";
import { git, type Mirror } from "@pushpals/shared/git";
import type { TreeReader } from "./test-command";

const MAX_BYTES = 1024 * 1024;
const TIMEOUT_MS = 10_000;

/** Reads what is on the integration branch now: the tree that the next job starts from. */
export function treeAtHead(mirror: Mirror, integrationBranch: string, signal: AbortSignal): TreeReader {
  const head = mirror.resolve(`refs/heads/${integrationBranch}`);
  return {
    read: async (path) => {
      const sha = await head;
      if (sha === null || !isRepoPath(path)) return null;
      const found = await git(["cat-file", "blob", `${sha}:${path}`], {
        gitDir: mirror.dir,
        timeoutMs: TIMEOUT_MS,
        maxOutputBytes: MAX_BYTES,
        signal,
      });
      // Cut at the limit it is still there, and long enough to see what it is.
      return found.ok || found.outputTruncated ? found.stdout : null;
    },
  };
}
