import { type completionRoutes, type Refusal, type RouteReply, refuse } from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import { idempotencyOf } from "../idempotency";
import { keepChoice } from "../jobs/best-of/candidates";
import { objectionToChoice } from "../jobs/best-of/check-choice";
import { noteChange } from "../jobs/changes";
import { tellJobCompleted } from "../jobs/complete-job";
import { jobChanged } from "../jobs/job-changed";
import { jobContext, jobFields, ofJob } from "../jobs/job-item";
import { keepChange } from "../jobs/keep-change";
import { LANDING_NONE, LANDING_WAITING } from "../jobs/landing-codes";
import { leaseRealPaths } from "../jobs/real-paths";
import type { Known } from "../known";
import type { Parsed } from "../parsed";
import { COMPLETED, priorityName, statusName } from "../queue/codes";
import { type Enqueued, enqueue } from "../queue/enqueue";
import { fence } from "../queue/fence";
import { itemById } from "../queue/find-item";
import { finish } from "../queue/move-item";
import { statement } from "../store/statement";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { cancelLanding } from "./cancel-landing";
import { ofCompletion } from "./completion-item";

type Input = Parsed<typeof completionRoutes.enqueue>;
type Reply = RouteReply<typeof completionRoutes.enqueue>;

const INSERT = statement(
  `INSERT INTO completions (seq, job_seq, worker_id, commit_sha, branch, message, pr_title, pr_body)
   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
);
const ON_JOB = statement(
  "UPDATE jobs SET landing = ?2, landing_failure = NULL, completion_id = ?3, branch = ?4, commit_sha = ?5 WHERE seq = ?1",
);

/** Hands a finished change over for landing. With `job`, settles that job in the same transaction. */
export async function enqueueCompletion(core: Core, input: Input): Promise<Known<Reply> | Refusal> {
  if (input.job && input.job.id !== input.jobId)
    return refuse("bad_request", "job.id is not jobId. Both name the job that made the change.");
  return core.store.write(async (tx): Promise<Known<Reply> | Refusal> => {
    const found = await jobToLand(tx, input);
    if (!found.ok) return found;
    const objection = await objectionToChoice(tx, found.job, input);
    if (objection) return objection;
    const added = await insert(core, tx, input, found.job);
    if (!added.ok) return added;
    const { item, position, etaMs, known } = added;
    const reply: Reply = { ok: true, completionId: item.id, queuePosition: position, etaMs };
    if (known) return { ok: true, known, reply };
    if (found.state !== "held" && found.state !== "completed")
      return refuse("already_settled", "This claim of the job was handed over already, with another change.");
    await handOver(core, tx, input, found.job, found.state === "held", added);
    return { ok: true, known, reply };
  });
}

type Found = { ok: true; job: ItemRow; state: "held" | "repeated" | "completed" | "taken" };

/** The job, and whether its change may be handed over by this caller. */
async function jobToLand(tx: Tx, input: Input): Promise<Found | Refusal> {
  if (input.job) {
    const fenced = await fence(tx, "jobs", input.jobId, input.job.leaseToken, "hand_over");
    if (fenced.kind === "refused") return fenced.refusal;
    return matching(input, fenced.item, fenced.kind);
  }
  const job = await itemById(tx, "jobs", input.jobId);
  if (!job) return refuse("not_found", `There is no job ${input.jobId}.`);
  const { landing } = await jobFields(tx, job.seq);
  if (job.status === COMPLETED) return matching(input, job, landing === LANDING_NONE ? "completed" : "taken");
  const state = statusName(job.status);
  return refuse(
    "already_settled",
    `The job is ${state}. To settle it by this change, give "job" with its lease token.`,
  );
}

function matching(input: Input, job: ItemRow, state: Found["state"]): Found | Refusal {
  if (job.session_id === input.sessionId) return { ok: true, job, state };
  return refuse("bad_request", `The job belongs to session "${job.session_id}", not "${input.sessionId}".`);
}

function insert(core: Core, tx: Tx, input: Input, job: ItemRow): Promise<Enqueued | Refusal> {
  // The lease is no part of what makes two calls the same. Without a key, there is one completion for each job.
  const { idempotencyKey, job: _, ...body } = input;
  return enqueue(core.queue, tx, {
    queue: "completions",
    sessionId: input.sessionId,
    kind: "completion",
    title: (input.prTitle ?? input.message.split("\n", 1)[0] ?? "").slice(0, 120),
    priority: priorityName(job.base_priority),
    waitBudgetMs: job.wait_budget_ms,
    payload: "{}",
    requestId: job.request_id,
    turnId: job.turn_id,
    idempotency: idempotencyOf(idempotencyKey ?? `job:${job.id}`, body),
  });
}

async function handOver(core: Core, tx: Tx, input: Input, job: ItemRow, held: boolean, added: Enqueued): Promise<void> {
  const { item, position: queuePosition } = added;
  const { commitSha, branch, message, evidence, choice } = input;
  const worker = job.lease_owner ?? "unknown";
  const fields = [worker, commitSha, branch, message, input.prTitle ?? null, input.prBody ?? null];
  await tx.run(INSERT, item.seq, job.seq, ...fields);
  await tx.run(ON_JOB, job.seq, LANDING_WAITING, item.id, branch, commitSha);
  const context = jobContext(job);
  const session = job.session_id;
  await noteChange(tx, job.seq, commitSha);
  if (evidence) {
    await leaseRealPaths(core, tx, job, evidence.diff);
    await keepChange(core, tx, job, { commitSha, branch, message, evidence });
  }
  if (choice) {
    await keepChoice(tx, job.seq, choice);
    await appendEvent(core.events, tx, session, "candidate_chosen", { ...ofJob(job), choice }, context);
  }
  if (held) {
    const done = await finish(core.queue, tx, job, COMPLETED, "hand_over", null);
    await tellJobCompleted(core, tx, done, input.job?.summary ?? "");
  }
  const payload = { ...ofCompletion(item, job), branch, commitSha, queuePosition };
  await appendEvent(core.events, tx, session, "completion_enqueued", payload, context);
  // A cancel that was asked for while the worker ran takes effect before the landing can begin.
  if (held && job.cancel_requested === 1) await cancelLanding(core, tx, job, "a cancel of the job");
  else await jobChanged(core, tx, job);
}
