import type { jobRoutes, Refusal, RouteReply } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { itemById } from "../queue/find-item";
import { heartbeat } from "../queue/heartbeat";
import { hasMessagesAfter, messagesAfter } from "./messages";

/** Renews the lease of a job; answers at once when a person says something to it. */
export async function heartbeatJob(
  core: Core,
  input: Parsed<typeof jobRoutes.heartbeat>,
  signal?: AbortSignal,
): Promise<RouteReply<typeof jobRoutes.heartbeat> | Refusal> {
  const after = input.messagesAfter ?? 0;
  const beat = await heartbeat(core.queue, core.store, "jobs", input, signal, (tx, item) =>
    hasMessagesAfter(tx, item.seq, after),
  );
  if (!beat.ok) return beat;
  const item = await itemById(core.store.read, "jobs", input.id);
  return { ...beat, messages: item ? await messagesAfter(core.store.read, item.seq, after) : [] };
}
