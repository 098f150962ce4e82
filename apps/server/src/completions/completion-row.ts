import type { CompletionRow } from "@pushpals/protocol";
import type { Core } from "../core";
import { itemView } from "../queue/item-view";
import type { Reader } from "../store/store";
import type { ItemRow } from "../store/tables";
import { landedOf, withJob } from "./completion-item";

/** A completion as it is shown. */
export async function completionRow(core: Core, reader: Reader, item: ItemRow): Promise<CompletionRow> {
  const { fields, job } = await withJob(reader, item);
  return {
    completionId: item.id,
    jobId: job.id,
    requestId: job.request_id,
    sessionId: item.session_id,
    ...itemView(core.queue, "completions", item),
    commitSha: fields.commit_sha,
    branch: fields.branch,
    title: item.title,
    landed: landedOf(fields),
  };
}
