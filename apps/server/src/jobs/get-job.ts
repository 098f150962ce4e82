import { type jobRoutes, type Refusal, type RouteReply, refuse } from "@pushpals/protocol";
import { completionOfJob, landedOf } from "../completions/completion-item";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { findItem, isRefusal, payloadOf } from "../queue/find-item";
import { evidenceOf, proofOf } from "./evidence";
import { jobFields } from "./job-item";
import { jobRow } from "./job-row";

/** One job with its params, receipts and landing. */
export async function getJob(
  core: Core,
  input: Parsed<typeof jobRoutes.get>,
): Promise<RouteReply<typeof jobRoutes.get> | Refusal> {
  const { read } = core.store;
  const item = await findItem(read, "jobs", input.id);
  if (isRefusal(item)) return item;
  const completion = await completionOfJob(read, item.seq);
  return {
    ok: true,
    job: await jobRow(core, read, item),
    params: JSON.parse(await payloadOf(read, item.seq)),
    ...(await proofOf(read, item.seq)),
    landed: completion ? landedOf(completion) : null,
  };
}

/** What a job changed, as the worker's host proved it. */
export async function getDiff(
  core: Core,
  input: Parsed<typeof jobRoutes.diff>,
): Promise<RouteReply<typeof jobRoutes.diff> | Refusal> {
  const { read } = core.store;
  const item = await findItem(read, "jobs", input.id);
  if (isRefusal(item)) return item;
  const evidence = await evidenceOf(read, item.seq);
  const { commit_sha: commitSha } = await jobFields(read, item.seq);
  if (!evidence || commitSha === null) return refuse("not_found", `Job ${item.id} has no change to show (yet).`);
  const { diff, patch, truncated } = evidence;
  return { ok: true, jobId: item.id, commitSha, diff, patch, truncated };
}
