import { git, saidBy } from "../git";
import { retryLocked } from "./retry-locked";
import type { Stores } from "./stores";

/** The commit that a job was last based on: a start for the next to be compared with. */
const BASE_REF = "refs/pushpals/base";

/**
 * Sees to it that a commit and its history are in the published store: a landing may be in the mirror before
 * it is fetched. Null, or what went wrong.
 */
export async function publish(stores: Stores, sha: string, signal?: AbortSignal): Promise<string | null> {
  if (await isPublished(stores, sha)) return null;
  const brought = await retryLocked(
    () =>
      git(
        [
          ...["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--update-shallow", "--no-recurse-submodules"],
          ...["--end-of-options", stores.mirror, `+${sha}:${BASE_REF}`],
        ],
        { gitDir: stores.published, signal, timeoutMs: 600_000 },
      ),
    [stores.published],
  );
  return brought.ok ? null : `There is no commit ${sha} to start from: ${saidBy(brought)}`;
}

/**
 * Whether a ref leads to the commit. That the object is there is not enough: a fetch of another process may have
 * unpacked the commit and not yet its trees, while a ref is only moved once everything has arrived.
 */
async function isPublished(stores: Stores, sha: string): Promise<boolean> {
  const beyond = await git(["rev-list", "--max-count=1", "--not", "--all", "--not", sha], { gitDir: stores.published });
  return beyond.ok && beyond.stdout === "";
}
