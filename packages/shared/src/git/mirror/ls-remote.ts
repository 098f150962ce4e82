import { gitFailureClass } from "../failure-class";
import { git, saidBy } from "../git";
import { checkRef } from "../names";
import type { LsRemoteResult } from "../types";
import type { Origin } from "./origin";
import type { Stores } from "./stores";

/** Asks where pushes go: that is the place which a landing is proven on. */
export async function lsRemote(
  stores: Stores,
  origin: Origin,
  ref: string,
  signal?: AbortSignal,
): Promise<LsRemoteResult> {
  const options = origin.fetchOptions.length > 0 && origin.localGitDir !== null ? origin.fetchOptions : [];
  const asked = await git(["ls-remote", "--quiet", ...options, "--end-of-options", origin.pushUrl, checkRef(ref)], {
    gitDir: stores.mirror,
    access: origin.pushAccess,
    signal,
  });
  if (!asked.ok) return { ok: false, class: gitFailureClass(asked), message: saidBy(asked) };
  const line = asked.stdout.split("\n").find((entry) => entry.split("\t")[1] === ref);
  return { ok: true, sha: line?.split("\t")[0] ?? null };
}
