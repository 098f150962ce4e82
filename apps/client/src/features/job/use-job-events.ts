import type { Envelope, Refusal } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { useRead } from "../../lib/query";
import { useActiveServer } from "../../lib/servers";

interface Known {
  events: Envelope[];
  after: number;
}

/** What was read of each job, so that only what is new is asked for. */
const known = new Map<string, Known>();
const KEPT_JOBS = 20;
const PAGE = 500;

/** The durable events of a job, oldest first. The pulse asks for the new ones. */
export function useJobEvents(jobId: string) {
  const server = useActiveServer();
  const key = `${server?.id ?? ""}:${jobId}`;
  return useRead(["job", jobId, "events"], (client, signal) => readNew(client, key, jobId, signal));
}

async function readNew(
  client: Client,
  key: string,
  jobId: string,
  signal: AbortSignal,
): Promise<{ ok: true; events: Envelope[] } | Refusal> {
  let { events, after } = known.get(key) ?? { events: [], after: 0 };
  for (;;) {
    const page = await client.jobs.events({ id: jobId, after, limit: PAGE }, { signal });
    if (!page.ok) return page;
    if (page.events.length === 0) break;
    events = [...events, ...page.events.map((one) => one.envelope)];
    after = page.events.at(-1)?.cursor ?? after;
    if (page.next === null) break;
  }
  known.delete(key);
  known.set(key, { events, after });
  for (const oldest of known.keys()) {
    if (known.size <= KEPT_JOBS) break;
    known.delete(oldest);
  }
  return { ok: true, events };
}
