import { git } from "../git";
import { checkBranch } from "../names";
import type { GitResult } from "../types";
import type { Origin } from "./origin";
import { retryLocked } from "./retry-locked";
import type { Stores } from "./stores";

/** A first fetch brings the whole history. */
const FETCH_TIMEOUT_MS = 1_800_000;
const QUIETLY = [
  "--quiet",
  "--prune",
  "--no-tags",
  "--no-recurse-submodules",
  "--no-write-fetch-head",
  "--update-shallow",
];

/** Brings the branches of the origin into the published store, and their names into the mirror. */
export async function fetchMirror(stores: Stores, origin: Origin, signal?: AbortSignal): Promise<GitResult> {
  const published = await retryLocked(
    () =>
      git(
        [
          ...["fetch", ...QUIETLY, ...origin.fetchOptions, "--end-of-options", origin.fetchUrl],
          ...["+refs/heads/*:refs/heads/*", "^refs/heads/agent/*"],
        ],
        { gitDir: stores.published, access: origin.access, timeoutMs: FETCH_TIMEOUT_MS, signal },
      ),
    [stores.published],
  );
  if (!published.ok) return published;
  return retryLocked(
    () =>
      git(["fetch", ...QUIETLY, "--end-of-options", stores.published, "+refs/heads/*:refs/remotes/origin/*"], {
        gitDir: stores.mirror,
        timeoutMs: FETCH_TIMEOUT_MS,
        signal,
      }),
    [stores.mirror],
  );
}

/**
 * Brings one branch of the origin into the mirror under its own name, such as a job's `agent/…`, which `fetchMirror`
 * leaves out. For a commit that is known by its name and missing here.
 */
export async function fetchBranch(
  stores: Stores,
  origin: Origin,
  branch: string,
  signal?: AbortSignal,
): Promise<GitResult> {
  const ref = `refs/heads/${checkBranch(branch)}`;
  const quietly = QUIETLY.filter((option) => option !== "--prune");
  return retryLocked(
    () =>
      git(
        [
          ...["-c", "fetch.fsckObjects=true", "fetch", ...quietly, ...origin.fetchOptions],
          ...["--end-of-options", origin.fetchUrl, `+${ref}:${ref}`],
        ],
        { gitDir: stores.mirror, access: origin.access, timeoutMs: FETCH_TIMEOUT_MS, signal },
      ),
    [stores.mirror],
  );
}
