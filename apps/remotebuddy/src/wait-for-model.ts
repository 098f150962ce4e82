import type { ClaimedRequest, Failure } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import type { CommunicationManager } from "@pushpals/shared/communication";
import { handOver, type WorkContext } from "@pushpals/shared/consume";
import type { Planned } from "./plan/planner";

/** A request that is older than this is not put off any more: then its attempts count, and it ends. */
const PATIENCE_MS = 6 * 60 * 60_000;
/** Longest time that a request is put off at once. */
const LONGEST_MS = 60 * 60_000;

/**
 * Ends a request in its failure, or puts it off where the model's server has said when to come again: that costs no
 * attempt, as nothing was tried that could have gone well.
 */
export async function waitForModel(
  { failure, comeAgainMs }: Extract<Planned, { ok: false }>,
  request: ClaimedRequest,
  work: WorkContext,
  { client, voice }: { client: Client; voice: Pick<CommunicationManager, "emit" | "flush"> },
): Promise<"settled" | Failure> {
  if (comeAgainMs === undefined || Date.now() - request.enqueuedAt > PATIENCE_MS) return failure;
  const { requestId, sessionId, turnId } = request;
  const afterMs = Math.min(Math.ceil(comeAgainMs), LONGEST_MS);
  const text = `${failure.message} Planning goes on in ${Math.ceil(afterMs / 1_000)} s.`;
  const context = { correlationId: requestId, ...(turnId === null ? {} : { turnId }) };
  voice.emit(sessionId, "status", { state: "note", text, requestId }, context);
  await voice.flush(work.signal);
  const reason = failure.message.slice(0, 1_000);
  const released = await handOver(
    () => client.requests.release({ id: requestId, leaseToken: work.leaseToken, afterMs, reason }),
    work.signal,
  );
  return released.ok || released.code === "lease_lost" || released.code === "already_settled" ? "settled" : failure;
}
