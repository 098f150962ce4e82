import { type DiffSummary, pathsOverlap } from "@pushpals/protocol";
import type { Core } from "../core";
import { wakeItem } from "../queue/move-item";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { dependentsOf, hasDependencies, removeDependency } from "./dependencies";
import { forgetPaths, notePaths, pathsOf } from "./paths";

/**
 * Puts what a job has really changed in the place of what was expected of it. Jobs that came after it for the sake of
 * paths alone, and that turn out to touch none of these, may start; new ones are held against what is true. A list
 * that was cut proves nothing, so then the expected paths stay.
 */
export async function leaseRealPaths(core: Core, tx: Tx, job: ItemRow, diff: DiffSummary): Promise<void> {
  if (diff.files.length < diff.fileCount) return;
  const changed = diff.files.flatMap((file) => (file.from === undefined ? [file.path] : [file.path, file.from]));
  await forgetPaths(tx, job.seq);
  await notePaths(tx, job.seq, changed);
  for (const dependent of await dependentsOf(tx, job.seq)) {
    if (dependent.start_when !== "clear") continue;
    const wanted = await pathsOf(tx, dependent.seq);
    if (wanted.length === 0 || wanted.some((path) => changed.some((other) => pathsOverlap(path, other)))) continue;
    await removeDependency(tx, dependent.seq, job.seq);
    if (!(await hasDependencies(tx, dependent.seq))) await wakeItem(core.queue, tx, dependent);
  }
}
