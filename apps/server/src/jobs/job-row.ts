import type { JobKind, JobRow } from "@pushpals/protocol";
import type { Core } from "../core";
import { BLOCKED } from "../queue/codes";
import { failureOf, itemView } from "../queue/item-view";
import type { Reader } from "../store/store";
import type { ItemRow } from "../store/tables";
import { dependenciesOf } from "./dependencies";
import { jobFields } from "./job-item";
import { landingName } from "./landing-codes";

/** A job as it is shown. */
export async function jobRow(core: Core, reader: Reader, item: ItemRow): Promise<JobRow> {
  const fields = await jobFields(reader, item.seq);
  const waitsFor = item.status === BLOCKED ? await dependenciesOf(reader, item.seq) : [];
  return {
    jobId: item.id,
    taskId: fields.task_id,
    sessionId: item.session_id,
    requestId: item.request_id,
    kind: item.kind as JobKind,
    lane: fields.lane as JobRow["lane"],
    title: item.title,
    ...itemView(core.queue, "jobs", item),
    landing: landingName(fields.landing),
    landingFailure: failureOf(fields.landing_failure),
    completionId: fields.completion_id,
    branch: fields.branch,
    commitSha: fields.commit_sha,
    landedSha: fields.landed_sha,
    summary: fields.summary,
    question: fields.question,
    waitsFor: waitsFor.map((on) => on.id),
    candidateOf: fields.candidate_of,
  };
}
