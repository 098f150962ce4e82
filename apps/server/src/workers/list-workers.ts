import {
  type RouteReply,
  type SystemStatus,
  WORKER_TTL_MS,
  type WorkerRow,
  type workerRoutes,
} from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { statement } from "../store/statement";

/** Services not heard of for a day are not shown any more. */
const SHOWN_MS = 86_400_000;

type Heartbeat = Parsed<typeof workerRoutes.heartbeat>;

const SEEN = statement<{ last_seen_at: number; body: string }>(
  "SELECT last_seen_at, body FROM workers WHERE last_seen_at >= ?1 ORDER BY last_seen_at DESC LIMIT 200",
);

/** Services that work on the queues, with when they were last seen. */
export async function listWorkers(
  core: Core,
  input: Parsed<typeof workerRoutes.list>,
): Promise<RouteReply<typeof workerRoutes.list>> {
  return { ok: true, workers: await workerRows(core, input.ttlMs ?? WORKER_TTL_MS) };
}

export async function workerRows(core: Core, ttlMs: number): Promise<WorkerRow[]> {
  return (await beats(core, ttlMs)).map(({ landing: _, ...row }) => row);
}

/** How landings go, as the one who was heard of last has told. */
export async function landingOf(core: Core, ttlMs: number): Promise<SystemStatus["landing"]> {
  for (const { landing, workerId, online, lastSeenAt } of await beats(core, ttlMs))
    if (landing) return { ...landing, workerId, online, lastSeenAt };
  return null;
}

/** The last heartbeat of each, the newest first. */
async function beats(core: Core, ttlMs: number): Promise<(WorkerRow & Pick<Heartbeat, "landing">)[]> {
  const now = core.clock.now();
  const rows = await core.store.read.all(SEEN, now - SHOWN_MS);
  return rows.map((row) => {
    const fields = JSON.parse(row.body) as Heartbeat;
    const online = row.last_seen_at >= now - ttlMs && fields.status !== "stopped";
    return { ...fields, lastSeenAt: row.last_seen_at, online };
  });
}
