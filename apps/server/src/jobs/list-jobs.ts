import type { JobRow, jobRoutes, RouteReply } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { page, queueSummary } from "../queue/item-view";
import { jobRow } from "./job-row";

/** One page of jobs, newest first, and the state of their queue. */
export async function listJobs(
  core: Core,
  input: Parsed<typeof jobRoutes.list>,
): Promise<RouteReply<typeof jobRoutes.list>> {
  const { items, next } = await page(core.store.read, "jobs", input);
  const jobs: JobRow[] = [];
  for (const item of items) jobs.push(await jobRow(core, core.store.read, item));
  return { ok: true, jobs, next, ...(await queueSummary(core.queue, core.store.read, "jobs")) };
}
