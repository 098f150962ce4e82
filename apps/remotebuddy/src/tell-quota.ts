import type { ClaimedRequest, Failure } from "@pushpals/protocol";
import type { CommunicationManager } from "@pushpals/shared/communication";

/** A request that is put off until the model may be asked again looks forgotten to who sent it, unless they are told. */
export async function tellQuota(
  { message, detail }: Failure,
  { requestId, sessionId, turnId }: ClaimedRequest,
  voice: Pick<CommunicationManager, "emit" | "flush">,
  signal: AbortSignal,
): Promise<void> {
  const afterMs = detail?.["retryAfterMs"];
  if (typeof afterMs !== "number") return;
  const text = `${message} Planning goes on in ${Math.ceil(afterMs / 1_000)} s.`;
  const context = { correlationId: requestId, ...(turnId === null ? {} : { turnId }) };
  voice.emit(sessionId, "status", { state: "note", text, requestId }, context);
  await voice.flush(signal);
}
