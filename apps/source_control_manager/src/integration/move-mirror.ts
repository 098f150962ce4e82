import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Mirror } from "@pushpals/shared/git";
import { type Refused, refused } from "../git/git-place";
import { branchRef } from "../git/publish";

/** A ref is written in milliseconds: a lock of this age was left by a process that was killed. */
const STALE_MS = 30_000;

/** Moves the mirror's branch to what the remote was seen to have. Jobs start from there, so it has to succeed. */
export async function moveMirror(mirror: Mirror, branch: string, head: string): Promise<{ ok: true } | Refused> {
  const ref = branchRef(branch);
  if (await mirror.updateRef(ref, head)) return { ok: true };
  const lock = join(mirror.dir, `${ref}.lock`);
  const held = statSync(lock, { throwIfNoEntry: false });
  if (held && Date.now() - held.mtimeMs > STALE_MS) {
    rmSync(lock, { force: true });
    if (await mirror.updateRef(ref, head)) return { ok: true };
  }
  return refused(
    "remote_unavailable",
    `The mirror's branch ${branch} could not be moved to ${head}: is ${lock} in the way?`,
  );
}
