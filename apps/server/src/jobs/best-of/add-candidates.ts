import type { AgentChoice, JsonObject, Refusal, TaskExecuteParams } from "@pushpals/protocol";
import type { Core } from "../../core";
import type { Enqueued } from "../../queue/enqueue";
import type { Tx } from "../../store/store";
import type { ItemRow } from "../../store/tables";
import { addJob, type NewJob, type Wait } from "../add-job";
import { jobState } from "../dependencies";

const MAX_TITLE = 120;

/**
 * Enqueues a task as several jobs that do it independently, and the job that chooses among what they have made. That
 * one stands for the task: it waits until all of them have ended, its change is what lands, and who comes after the
 * task comes after it. It is the last of them to be enqueued, as the latest job on a path is the one to wait for.
 */
export async function addCandidates(
  core: Core,
  tx: Tx,
  job: NewJob,
  given: { task: TaskExecuteParams; agents: readonly AgentChoice[]; waits: readonly Wait[]; request: ItemRow },
): Promise<Enqueued | Refusal> {
  const { task, agents, waits, request } = given;
  const id = Bun.randomUUIDv7();
  const count = agents.length;
  const ended: Wait[] = [];
  for (const [index, agent] of agents.entries()) {
    const number = index + 1;
    const own = { ...task, ...(isEmpty(agent) ? {} : { agent }), candidate: { of: id, number, count } };
    const one: NewJob = {
      ...job,
      taskId: `${job.taskId}:${number}`.slice(-200),
      params: own as JsonObject,
      title: titleOf(job.title ?? task.instruction, `candidate ${number} of ${count}`),
    };
    const candidate = { of: id, number, count, ...(isEmpty(agent) ? {} : { agent }) };
    const added = await addJob(core, tx, one, { task: own, waits, request, candidate });
    if (!added.ok) return added;
    const on = await jobState(tx, added.item.seq);
    if (!on) throw new Error(`job ${added.item.seq} does not exist`);
    ended.push({ on, startWhen: "ended" });
  }
  const { labels: _, ...anywhere } = job;
  const { schemaVersion, requestId, sessionId } = task;
  const params = { schemaVersion, requestId, sessionId, task } as JsonObject;
  const choosing: NewJob = { ...anywhere, kind: "choose.execute", params };
  return addJob(core, tx, choosing, { id, task, waits: [...waits, ...ended], request });
}

const isEmpty = (agent: AgentChoice): boolean => agent.profile === "" && agent.model === "";

function titleOf(title: string, suffix: string): string {
  const room = MAX_TITLE - suffix.length - 3;
  const line = title.split("\n", 1)[0] ?? "";
  return `${line.length <= room ? line : `${line.slice(0, room - 1)}…`} (${suffix})`;
}
