import type { Refusal, requestRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import type { Parsed } from "../parsed";
import { COMPLETED } from "../queue/codes";
import { fence } from "../queue/fence";
import { finish } from "../queue/move-item";
import { endRequestIfOver } from "./end-request";
import { requestContext } from "./request-context";

/** Settles a request by answering the person directly. */
export function completeRequest(
  core: Core,
  input: Parsed<typeof requestRoutes.complete>,
): Promise<{ ok: true } | Refusal> {
  return core.store.write(async (tx) => {
    const fenced = await fence(tx, "requests", input.id, input.leaseToken, "complete");
    if (fenced.kind === "refused") return fenced.refusal;
    if (fenced.kind === "repeated") return { ok: true };
    const item = await finish(core.queue, tx, fenced.item, COMPLETED, "complete", null);
    const context = requestContext(item);
    const { id: requestId, session_id: session } = item;
    await appendEvent(core.events, tx, session, "assistant_message", { text: input.answer, requestId }, context);
    const payload = { requestId, outcome: "answered" as const, jobIds: [] };
    await appendEvent(core.events, tx, session, "request_completed", payload, context);
    await endRequestIfOver(core, tx, requestId);
    return { ok: true };
  });
}
