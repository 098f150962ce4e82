import type { ClaimedRequest, Plan, PlannedJob, Refusal } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { handOver, type WorkContext } from "@pushpals/shared/consume";
import type { Log } from "@pushpals/shared/log";
import type { BestOfPolicy } from "../best-of/best-of-policy";
import { candidatesFor, candidatesNote } from "../best-of/candidates-for";
import { withinLimit } from "../plan/target-paths";
import { findPlace } from "../schedule/find-place";
import { orderSiblings } from "../schedule/order-siblings";
import { type Budgets, jobBody } from "./job-body";
import { type Part, partsOf } from "./parts-of";

export interface HandOverSetup {
  client: Client;
  budgets: Budgets;
  bestOf: BestOfPolicy;
  log: Log;
}

/**
 * Settles the request by the jobs of its plan: one, or one for each subtask. All are enqueued in one transaction, so
 * a RemoteBuddy that dies before leaves nothing behind, and the next one may plan anew.
 */
export async function enqueueJobs(
  plan: Plan,
  request: ClaimedRequest,
  work: WorkContext,
  setup: HandOverSetup,
): Promise<{ ok: true } | Refusal> {
  const parts = partsOf(plan);
  const siblings = orderSiblings(
    parts.map(({ key, task, dependsOn }) => ({ key, dependsOn, targetPaths: task.target_paths })),
  );
  const jobs: PlannedJob[] = [];
  for (const part of parts) {
    const place = await placeOf(part.task, work, setup);
    if (!place.ok) return place;
    const candidates = candidatesFor(part.task, request.bestOf, setup.bestOf);
    jobs.push({
      key: part.key,
      ...jobBody(plan, part.task, request, setup.budgets),
      ...ifAny("dependsOn", part.dependsOn),
      ...ifAny("follows", siblings.get(part.key) ?? []),
      ...ifAny("comesAfter", place.jobIds),
      ...(candidates === null ? {} : { candidates }),
    });
  }
  const tasks = parts.map(({ task }) => task);
  const text = [plan.assistant_message, candidatesNote(tasks, request.bestOf, setup.bestOf)]
    .filter((one) => one.trim() !== "")
    .join("\n\n");
  const body = {
    id: request.requestId,
    leaseToken: work.leaseToken,
    jobs,
    ...(text === "" ? {} : { assistantMessage: text }),
  };
  return handOver(() => setup.client.requests.handOver(body), work.signal);
}

/** The jobs of other requests that this part has to come after. */
async function placeOf(
  task: Part["task"],
  work: WorkContext,
  setup: HandOverSetup,
): Promise<{ ok: true; jobIds: string[] } | Refusal> {
  const paths = withinLimit(task.target_paths);
  const found = await findPlace(paths, { client: setup.client, log: setup.log, signal: work.signal });
  if (!found.ok) return found;
  return { ok: true, jobIds: found.place.kind === "after" ? found.place.jobIds : [] };
}

const ifAny = <K extends string>(key: K, names: string[]): Partial<Record<K, string[]>> =>
  names.length === 0 ? {} : ({ [key]: names } as Record<K, string[]>);
