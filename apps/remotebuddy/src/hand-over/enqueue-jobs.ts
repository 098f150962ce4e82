import type { ClaimedRequest, Plan, Refusal, Subtask } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { handOver, type WorkContext } from "@pushpals/shared/consume";
import type { Log } from "@pushpals/shared/log";
import { withinLimit } from "../plan/target-paths";
import { findPlace } from "../schedule/find-place";
import { type Budgets, type JobBody, jobBody } from "./job-body";

export interface HandOverSetup {
  client: Client;
  budgets: Budgets;
  log: Log;
}

/**
 * Enqueues the job of a plan, or one for each subtask; the last settles the request in the same transaction.
 * Keys make a second try harmless: a RemoteBuddy that died in between is followed by one that enqueues the same jobs.
 */
export async function enqueueJobs(
  plan: Plan,
  request: ClaimedRequest,
  work: WorkContext,
  setup: HandOverSetup,
): Promise<{ ok: true } | Refusal> {
  const tasks: (Plan | Subtask)[] = plan.subtasks?.filter((task) => task.requires_worker) ?? [plan];
  const paths = withinLimit([...new Set(tasks.flatMap((task) => task.target_paths))]);
  const found = await findPlace(paths, { client: setup.client, log: setup.log, signal: work.signal });
  if (!found.ok) return found;
  const jobIds = new Map<string, string>();
  for (const [index, task] of tasks.entries()) {
    const body: JobBody = {
      ...jobBody(plan, task, request, setup.budgets),
      ...order(task, jobIds, found.place),
      ...(index === tasks.length - 1 ? settles(plan, request, work) : {}),
    };
    const queued = await handOver(() => setup.client.jobs.enqueue(body), work.signal);
    if (!queued.ok) return queued;
    if ("id" in task) jobIds.set(task.id, queued.jobId);
  }
  return { ok: true };
}

type Found = Awaited<ReturnType<typeof findPlace>>;
type Order = Pick<JobBody, "dependsOn" | "startWhen">;

/**
 * A subtask builds on what its own plan's earlier subtasks have landed. The others come after foreign work on the
 * plan's paths has ended, and so do, through them, all that depend on them.
 */
function order(
  task: Plan | Subtask,
  jobIds: Map<string, string>,
  place: Extract<Found, { place: unknown }>["place"],
): Order {
  const own = "id" in task ? task.depends_on.flatMap((id) => jobIds.get(id) ?? []) : [];
  if (own.length > 0) return { dependsOn: own, startWhen: "landed" };
  return place.kind === "after" ? { dependsOn: place.jobIds, startWhen: "ended" } : {};
}

function settles(plan: Plan, request: ClaimedRequest, work: WorkContext): Pick<JobBody, "request"> {
  const { assistant_message: text } = plan;
  return {
    request: {
      id: request.requestId,
      leaseToken: work.leaseToken,
      ...(text.trim() === "" ? {} : { assistantMessage: text }),
    },
  };
}
