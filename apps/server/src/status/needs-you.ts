import {
  NEEDS_YOU_SUBJECT_MAX,
  type NeedsYou,
  type OpenFailure,
  type Refusal,
  type RouteReply,
  type systemRoutes,
} from "@pushpals/protocol";
import { approvalView } from "../approvals/approval-row";
import { withJob } from "../completions/completion-item";
import type { Core } from "../core";
import { jobFields } from "../jobs/job-item";
import { jobRow } from "../jobs/job-row";
import { reworkJobOf } from "../jobs/rework-job-of";
import type { Parsed } from "../parsed";
import { FAILED, type QueueName, queueCode } from "../queue/codes";
import { failureOf } from "../queue/item-view";
import { statement } from "../store/statement";
import { type ItemRow, query } from "../store/tables";

const MOST = 100;
/** A failure that nobody has looked at for this long is history. */
const FAILURE_TTL_MS = 14 * 86_400_000;

export const ASKING = statement<ItemRow>(
  `SELECT queue_items.* FROM jobs JOIN queue_items ON queue_items.seq = jobs.seq
   WHERE jobs.question IS NOT NULL AND queue_items.finished_at IS NULL ORDER BY jobs.seq DESC LIMIT ${MOST}`,
);
/** Of several agents at one task none by itself: that one of them failed is what the others are for. */
export const OPEN_FAILURES = statement<ItemRow>(
  `SELECT * FROM queue_items AS item WHERE queue = ?1 AND status = ${FAILED} AND +finished_at > ?2
     AND NOT EXISTS (SELECT 1 FROM dismissals WHERE item_id = item.id AND dismissed_at >= item.finished_at)
     AND NOT EXISTS (SELECT 1 FROM candidates WHERE job_seq = item.seq)
   ORDER BY seq DESC LIMIT ${MOST}`,
);
const DISMISS = statement(
  `INSERT INTO dismissals (item_id, dismissed_at) VALUES (?1, ?2)
   ON CONFLICT (item_id) DO UPDATE SET dismissed_at = excluded.dismissed_at`,
);

/** What waits for a person, newest first. */
export async function readNeedsYou(core: Core): Promise<NeedsYou> {
  const { read } = core.store;
  const pending = query.selectFrom("approvals").selectAll().where("status", "=", "pending").orderBy("seq", "desc");
  const approvals = (await read.select(pending.limit(MOST)))
    .map(approvalView)
    .map((one) => ({ ...one, subject: one.subject.slice(0, NEEDS_YOU_SUBJECT_MAX) }));
  const questions = [];
  for (const item of await read.all(ASKING)) questions.push(await jobRow(core, read, item));
  const failures = await openFailures(core);
  const counts = { approvals: approvals.length, questions: questions.length, failures: failures.length };
  return { ok: true, approvals, questions, failures, counts };
}

async function openFailures(core: Core): Promise<OpenFailure[]> {
  const found: OpenFailure[] = [];
  for (const name of ["requests", "jobs", "completions"] as const) {
    const since = core.clock.now() - FAILURE_TTL_MS;
    for (const item of await core.store.read.all(OPEN_FAILURES, queueCode(name), since)) {
      const failure = await openFailure(core, name, item);
      if (failure) found.push(failure);
    }
  }
  return found.sort((a, b) => b.at - a.at).slice(0, MOST);
}

/** Null for what is no news to a person: it was cancelled, is done again, or never began for the sake of another. */
async function openFailure(core: Core, name: QueueName, item: ItemRow): Promise<OpenFailure | null> {
  const { read } = core.store;
  const job = name === "completions" ? (await withJob(read, item)).job : item;
  const failure =
    name === "completions" ? failureOf((await jobFields(read, job.seq)).landing_failure) : failureOf(item.failure);
  if (!failure || failure.code === "cancelled" || failure.code === "dependency_failed") return null;
  if (reworkJobOf(failure) !== null) return null;
  return {
    kind: ({ requests: "request", jobs: "job", completions: "landing" } as const)[name],
    id: item.id,
    sessionId: item.session_id,
    requestId: name === "requests" ? item.id : job.request_id,
    jobId: name === "requests" ? null : job.id,
    title: item.title,
    failure,
    at: item.finished_at ?? item.enqueued_at,
  };
}

/** Lets failures leave the list; one that fails again comes back. */
export function dismissFailures(
  core: Core,
  input: Parsed<typeof systemRoutes.dismiss>,
): Promise<RouteReply<typeof systemRoutes.dismiss> | Refusal> {
  return core.store.write(async (tx) => {
    for (const id of input.ids) await tx.run(DISMISS, id.toLowerCase(), core.clock.now());
    tx.afterCommit(() => core.events.feed.pulse({ sessionId: null, cursor: 0, type: "needs_you_changed" }));
    return { ok: true };
  });
}
