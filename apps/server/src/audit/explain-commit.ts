import { type Envelope, type Refusal, type RouteReply, refuse, type systemRoutes } from "@pushpals/protocol";
import { landedOf, withJob } from "../completions/completion-item";
import { completionRow } from "../completions/completion-row";
import type { Core } from "../core";
import { evidenceOf } from "../jobs/evidence";
import { jobRow } from "../jobs/job-row";
import type { Parsed } from "../parsed";
import { itemById, itemBySeq } from "../queue/find-item";
import { requestPayload } from "../requests/claim-request";
import { requestRow } from "../requests/request-row";
import { statement } from "../store/statement";
import type { ItemRow } from "../store/tables";

type Reply = RouteReply<typeof systemRoutes.auditExplain>;

const BY_SHA = statement<{ completion_seq: number }>("SELECT completion_seq FROM landed_commits WHERE sha = ?1");
const OF_CORRELATION = statement<{ cursor: number; envelope: string }>(
  "SELECT cursor, envelope FROM events WHERE correlation_id = ?1 ORDER BY cursor LIMIT 499",
);
const MESSAGE = statement<{ cursor: number; envelope: string }>(
  "SELECT cursor, envelope FROM events WHERE is_message = 1 AND turn_id = ?1 AND session_id = ?2 ORDER BY cursor LIMIT 1",
);

/** From a commit on the integration branch back to the message, plan, evidence and landing that made it. */
export async function explainCommit(
  core: Core,
  input: Parsed<typeof systemRoutes.auditExplain>,
): Promise<Reply | Refusal> {
  const { read } = core.store;
  const landed = await read.first(BY_SHA, input.commit);
  if (!landed)
    return refuse(
      "not_found",
      `Push Pals did not land ${input.commit.slice(0, 12)}: no completion brought this commit.`,
    );
  const item = await itemBySeq(read, landed.completion_seq);
  const { fields, job } = await withJob(read, item);
  const request = job.request_id === null ? undefined : await itemById(read, "requests", job.request_id);
  return {
    ok: true,
    request: request ? await requestRow(core, read, request) : null,
    prompt: request ? (await requestPayload(read, request.seq)).prompt : null,
    job: await jobRow(core, read, job),
    completion: await completionRow(core, read, item),
    evidence: await evidenceOf(read, job.seq),
    landed: landedOf(fields),
    events: await eventsOf(core, job),
  };
}

/** The message of the turn, then all that belongs to its request, or to the job where there is none. */
async function eventsOf(core: Core, job: ItemRow): Promise<Reply["events"]> {
  const { read } = core.store;
  const rows = await read.all(OF_CORRELATION, job.request_id ?? job.id);
  const message = job.turn_id === null ? undefined : await read.first(MESSAGE, job.turn_id, job.session_id);
  return [...(message ? [message] : []), ...rows].map((row) => ({
    cursor: row.cursor,
    envelope: JSON.parse(row.envelope) as Envelope,
  }));
}
