import { z } from "zod";
import { sandboxTier } from "../evidence";
import { agentId, timestamp, uuid } from "../ids";
import { landingStatus } from "../landing-status";
import { lane } from "../plan";
import { ok } from "./common";
import { route } from "./route";

const workerFields = {
  workerId: agentId,
  role: z.enum(["workerpal", "remotebuddy", "source_control_manager"]),
  status: z.enum(["starting", "idle", "busy", "draining", "stopped"]),
  /** The item in hand. */
  itemId: uuid.nullable(),
  lanes: z.array(lane),
  /** `refused`: the machine has no sandbox and none was waived, so commands of jobs are refused. */
  sandbox: z.union([sandboxTier, z.literal("refused")]).nullable(),
  labels: z.array(z.string().max(100)).max(20),
  pid: z.int().positive().nullable(),
  /** Why it takes nothing although it is idle, such as a disk that is full. */
  reason: z.string().max(500).optional(),
} as const;

export const workerRow = z
  .strictObject({ ...workerFields, lastSeenAt: timestamp, online: z.boolean() })
  .meta({ id: "Worker" });
export type WorkerRow = z.infer<typeof workerRow>;

/** A worker that was not heard of for this long counts as offline. */
export const WORKER_TTL_MS = 30_000;

export const workerRoutes = {
  heartbeat: route({
    method: "POST",
    path: "/workers/heartbeat",
    summary: "Say that a service is alive, and what it is doing",
    scope: "emit",
    /** `landing`: how landings go; of a SourceControlManager. */
    body: z.strictObject({ ...workerFields, landing: landingStatus.optional() }),
    reply: ok,
  }),
  list: route({
    method: "GET",
    path: "/workers",
    summary: "Services that work on the queues, with when they were last seen",
    scope: "read",
    query: z.strictObject({ ttlMs: z.coerce.number().int().min(1_000).max(86_400_000).optional() }),
    reply: z.strictObject({ ok: z.literal(true), workers: z.array(workerRow) }),
  }),
} as const;
