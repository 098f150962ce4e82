import type { RequestRow } from "@pushpals/protocol";
import type { Core } from "../core";
import { landingName } from "../jobs/landing-codes";
import { statusName } from "../queue/codes";
import { itemView } from "../queue/item-view";
import type { Reader } from "../store/store";
import type { ItemRow } from "../store/tables";
import { JOBS_OF_REQUEST } from "./end-request";

/** A request as it is shown, with its jobs. */
export async function requestRow(core: Core, reader: Reader, item: ItemRow): Promise<RequestRow> {
  const jobs = await reader.all(JOBS_OF_REQUEST, item.id);
  return {
    requestId: item.id,
    sessionId: item.session_id,
    promptPreview: item.title,
    ...itemView(core.queue, "requests", item),
    outcome: (item.outcome as RequestRow["outcome"] | null) ?? "open",
    jobs: jobs.map((job) => ({ jobId: job.id, status: statusName(job.status), landing: landingName(job.landing) })),
  };
}
