import type { jobRoutes, RouteReply } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { itemBySeq } from "../queue/find-item";
import { overlappingJobs } from "./paths";

/** The unfinished jobs that a job on these paths has to come after. */
export async function findOverlaps(
  core: Core,
  input: Parsed<typeof jobRoutes.overlaps>,
): Promise<RouteReply<typeof jobRoutes.overlaps>> {
  const { read } = core.store;
  const jobIds: string[] = [];
  for (const seq of await overlappingJobs(read, input.targetPaths)) jobIds.push((await itemBySeq(read, seq)).id);
  return { ok: true, jobIds };
}
