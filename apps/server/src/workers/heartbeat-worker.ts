import type { Refusal, workerRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { statement } from "../store/statement";

const UPSERT = statement(
  `INSERT INTO workers (worker_id, role, status, last_seen_at, body) VALUES (?1, ?2, ?3, ?4, ?5)
   ON CONFLICT (worker_id) DO UPDATE SET role = excluded.role, status = excluded.status,
     last_seen_at = excluded.last_seen_at, body = excluded.body`,
);

/** Notes that a service is alive, and what it is doing. */
export function heartbeatWorker(
  core: Core,
  input: Parsed<typeof workerRoutes.heartbeat>,
): Promise<{ ok: true } | Refusal> {
  return core.store.write(async (tx) => {
    await tx.run(UPSERT, input.workerId, input.role, input.status, core.clock.now(), JSON.stringify(input));
    return { ok: true };
  });
}
