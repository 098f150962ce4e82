import { git } from "../git";
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
  const published = await retryLocked(() =>
    git(
      [
        ...["fetch", ...QUIETLY, ...origin.fetchOptions, "--end-of-options", origin.fetchUrl],
        ...["+refs/heads/*:refs/heads/*", "^refs/heads/agent/*"],
      ],
      { gitDir: stores.published, access: origin.access, timeoutMs: FETCH_TIMEOUT_MS, signal },
    ),
  );
  if (!published.ok) return published;
  return retryLocked(() =>
    git(["fetch", ...QUIETLY, "--end-of-options", stores.published, "+refs/heads/*:refs/remotes/origin/*"], {
      gitDir: stores.mirror,
      timeoutMs: FETCH_TIMEOUT_MS,
      signal,
    }),
  );
}
