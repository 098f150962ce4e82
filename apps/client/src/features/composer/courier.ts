import type { IntakeEvent } from "@pushpals/protocol";
import { backoffMs, delay } from "@pushpals/sdk";
import { changed, nextOf, type Outbox, type Outgoing, without } from "./outbox";

export interface CourierPlace {
  read(): Outbox;
  write(outbox: Outbox): void;
  send(one: Outgoing, signal: AbortSignal): AsyncIterable<IntakeEvent>;
  /** Resolves when it may go better than a moment ago: the network is back, or somebody asks for it. */
  hope(signal: AbortSignal): Promise<void>;
  /** How the front desk took it. */
  onTaken?(one: Outgoing, event: Extract<IntakeEvent, { type: "complete" }>): void;
}

const BACKOFF = { baseMs: 1_000, maxMs: 30_000 };

/**
 * Sends what the outbox holds for a session, in order, until nothing is left. A message that did not get through is
 * sent again with its key; one that was refused stays, with the reason, and lets the next ones pass.
 */
export async function deliver(place: CourierPlace, sessionId: string, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    const one = nextOf(place.read(), sessionId);
    if (!one) return;
    place.write(changed(place.read(), one.id, { state: "sending", note: "Sending" }));
    const last = await sendOnce(place, one, signal);
    if (last.type === "complete") {
      failures = 0;
      place.write(without(place.read(), one.id));
      place.onTaken?.(one, last);
    } else if (!last.data.retryable && !signal.aborted)
      place.write(changed(place.read(), one.id, { state: "refused", note: last.message }));
    else {
      failures += 1;
      place.write(changed(place.read(), one.id, { state: "waiting", note: "Waits for the connection" }));
      const stop = new AbortController();
      const abort = () => stop.abort();
      signal.addEventListener("abort", abort, { once: true });
      await Promise.race([delay(backoffMs(failures, BACKOFF), stop.signal), place.hope(stop.signal)]);
      stop.abort();
      signal.removeEventListener("abort", abort);
    }
  }
}

type Last = Exclude<IntakeEvent, { type: "status" }>;

async function sendOnce(place: CourierPlace, one: Outgoing, signal: AbortSignal): Promise<Last> {
  for await (const event of place.send(one, signal)) {
    if (event.type !== "status") return event;
    place.write(changed(place.read(), one.id, { note: event.message }));
  }
  return { type: "error", message: "The answer broke off.", data: { code: "unreachable", retryable: true } };
}
