import type { Mirror } from "@pushpals/shared/git";
import { type Refused, refused } from "../git/git-place";
import { branchRef } from "../git/publish";

/** Moves the mirror's branch to what the remote was seen to have. Jobs start from there, so it has to succeed. */
export async function moveMirror(mirror: Mirror, branch: string, head: string): Promise<{ ok: true } | Refused> {
  const ref = branchRef(branch);
  if (await mirror.updateRef(ref, head)) return { ok: true };
  return refused(
    "remote_unavailable",
    `The mirror's branch ${branch} could not be moved to ${head}: is ${mirror.dir}/${ref}.lock in the way?`,
  );
}
