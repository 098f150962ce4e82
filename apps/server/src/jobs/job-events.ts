import type { Envelope, jobRoutes, Refusal, RouteReply } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { findItem, isRefusal } from "../queue/find-item";
import { statement } from "../store/statement";

type Reply = RouteReply<typeof jobRoutes.events>;

const DEFAULT_LIMIT = 500;
const PAGE = 500;

/** The server tells of a job under its request, a worker under the job itself. */
export const CORRELATED = statement<{ cursor: number; envelope: string }>(
  `SELECT cursor, envelope FROM events WHERE correlation_id IN (?1, ?2) AND session_id = ?3 AND cursor > ?4
   ORDER BY cursor LIMIT ${PAGE}`,
);

/** The events that tell of one job, without those of the others of its request. */
export async function jobEvents(core: Core, input: Parsed<typeof jobRoutes.events>): Promise<Reply | Refusal> {
  const item = await findItem(core.store.read, "jobs", input.id);
  if (isRefusal(item)) return item;
  const limit = input.limit ?? DEFAULT_LIMIT;
  const events: Reply["events"] = [];
  for (let after = input.after ?? 0; ; ) {
    const rows = await core.store.read.all(CORRELATED, item.id, item.request_id ?? item.id, item.session_id, after);
    for (const { cursor, envelope } of rows) {
      const event = JSON.parse(envelope) as Envelope;
      if (!("jobId" in event.payload) || event.payload.jobId !== item.id) continue;
      if (events.length === limit) return { ok: true, jobId: item.id, events, next: events.at(-1)?.cursor ?? null };
      events.push({ envelope: event, cursor });
    }
    after = rows.at(-1)?.cursor ?? after;
    if (rows.length < PAGE) return { ok: true, jobId: item.id, events, next: null };
  }
}
