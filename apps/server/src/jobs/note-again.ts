import { taskOf } from "@pushpals/protocol";
import { payloadOf } from "../queue/find-item";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { notePaths } from "./paths";

/** Notes the paths of a job that is unfinished again. */
export async function noteAgain(tx: Tx, job: ItemRow): Promise<void> {
  const task = taskOf(job.kind, JSON.parse(await payloadOf(tx, job.seq)));
  await notePaths(tx, job.seq, task?.planning.targetPaths ?? []);
}
