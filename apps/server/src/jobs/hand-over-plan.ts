import { type PlannedJob, type Refusal, type RouteReply, refuse, type requestRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { fence } from "../queue/fence";
import { JOBS_OF_REQUEST } from "../requests/end-request";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { addJob, readTask, type Wait } from "./add-job";
import { addCandidates } from "./best-of/add-candidates";
import { type JobState, jobState } from "./dependencies";
import { waitsFor } from "./enqueue-job";
import { handOverRequest } from "./hand-over-request";

type Input = Parsed<typeof requestRoutes.handOver>;
type Reply = RouteReply<typeof requestRoutes.handOver>;

/**
 * Settles a request by all jobs of its plan in one transaction. A planner that dies before has enqueued none of them,
 * so whoever plans the request again is free to plan it differently.
 */
export async function handOverPlan(core: Core, input: Input): Promise<Reply | Refusal> {
  return core.store.write(async (tx): Promise<Reply | Refusal> => {
    const held = await fence(tx, "requests", input.id, input.leaseToken, "hand_over");
    if (held.kind === "refused") return held.refusal;
    if (held.kind === "held") {
      const refused = await addAll(core, tx, input.jobs, held.item);
      if (refused) return refused;
      await handOverRequest(core, tx, held.item, input.assistantMessage);
    }
    const jobs = await tx.all(JOBS_OF_REQUEST, held.item.id);
    return { ok: true, jobIds: jobs.map((job) => job.id) };
  });
}

async function addAll(core: Core, tx: Tx, jobs: readonly PlannedJob[], request: ItemRow): Promise<Refusal | null> {
  const added = new Map<string, number>();
  for (const planned of jobs) {
    const job = { ...planned, sessionId: request.session_id };
    const read = readTask(job, request.id);
    if ("ok" in read) return read;
    if (added.has(planned.key)) return refuse("bad_request", `The key "${planned.key}" is used twice in the plan.`);
    const waits = await waitsOf(tx, planned, added);
    if (!Array.isArray(waits)) return waits;
    const { task } = read;
    const agents = planned.candidates;
    if (agents && task?.lane !== "openhands")
      return refuse("bad_request", `"${planned.key}" is no task for an agent: only these can have candidates.`);
    const one =
      agents && task
        ? await addCandidates(core, tx, job, { task, agents, waits, request })
        : await addJob(core, tx, job, { task, waits, request });
    if (!one.ok) return one;
    added.set(planned.key, one.item.seq);
  }
  return null;
}

/** What a job of a plan starts after; where it is named twice, the stricter counts. */
async function waitsOf(tx: Tx, job: PlannedJob, added: ReadonlyMap<string, number>): Promise<Wait[] | Refusal> {
  const waits: Wait[] = [];
  const own = [
    ...(job.dependsOn ?? []).map((key) => ({ key, startWhen: "landed" as const })),
    ...(job.follows ?? []).map((key) => ({ key, startWhen: "clear" as const })),
  ];
  for (const { key, startWhen } of own) {
    const seq = added.get(key);
    const on: JobState | undefined = seq === undefined ? undefined : await jobState(tx, seq);
    if (!on)
      return refuse("dependency_unknown", `"${key}" is no earlier job of the plan that "${job.key}" could come after.`);
    if (!waits.some((wait) => wait.on.seq === on.seq)) waits.push({ on, startWhen });
  }
  const foreign = await waitsFor(tx, job.comesAfter ?? [], "clear");
  return Array.isArray(foreign) ? [...waits, ...foreign] : foreign;
}
