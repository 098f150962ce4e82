import type { Failure } from "@pushpals/protocol";
import { git } from "@pushpals/shared/git";
import type { Commit } from "../commit-change";
import { failureOf } from "../outcome";
import type { WorkerSetup } from "../worker-setup";

const OPENING = /^<{7} /m;
const CLOSING = /^>{7} /m;
const MAX_BYTES = 8 * 1024 * 1024;

/** The failure of a change in which git's marks of a conflict are left in these files; null when there are none. */
export async function marksLeft(
  { mirror }: Pick<WorkerSetup, "mirror">,
  commit: Commit,
  files: readonly string[],
  signal: AbortSignal,
): Promise<Failure | null> {
  const left: string[] = [];
  for (const file of files) {
    const read = await git(["cat-file", "blob", "--end-of-options", `${commit.treeSha}:${file}`], {
      ...{ gitDir: mirror.dir, maxOutputBytes: MAX_BYTES, signal },
    });
    if (read.ok && OPENING.test(read.stdout) && CLOSING.test(read.stdout)) left.push(file);
  }
  if (left.length === 0) return null;
  const message = `The marks of a conflict are still in ${left.join(", ")}: what has landed and the change are to be brought together.`;
  return failureOf("merge_conflict", message, { files: left });
}
