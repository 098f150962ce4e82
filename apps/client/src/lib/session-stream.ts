import type { Refusal } from "@pushpals/protocol";
import { type StreamItem, type StreamState, streamEvents } from "@pushpals/sdk";
import { reachOf } from "./client";
import { connectionNow, tell } from "./connection/store";
import { onWake } from "./connection/wake";
import type { Server } from "./server";

export interface SessionStreamOptions {
  server: Server;
  sessionId: string;
  /** Events after this cursor; 0, the default, is all of them. */
  after?: number;
  signal: AbortSignal;
  onState?: (state: StreamState) => void;
}

/**
 * A session's events from a cursor on, then live, each exactly once, as the sdk's `streamEvents` gives them; a broken
 * line is tried at once when the connection is woken. Ends with an `end` item, and never rejects.
 */
export async function* sessionStream({
  server,
  sessionId,
  after = 0,
  signal,
  onState,
}: SessionStreamOptions): AsyncGenerator<StreamItem, void> {
  let cursor = after;
  while (!signal.aborted) {
    const line = new AbortController();
    const cut = () => line.abort();
    const stop = onWake(cut);
    signal.addEventListener("abort", cut);
    try {
      for await (const item of streamEvents({
        ...reachOf(server),
        sessionId,
        after: cursor,
        signal: line.signal,
        ...(onState ? { onState } : {}),
      })) {
        if (item.type === "event") cursor = Math.max(cursor, item.frame.cursor);
        if (item.type === "end" && item.reason === "aborted") break;
        if (item.type === "end" && item.reason === "refused") noteRefusal(item.refusal);
        yield item;
        if (item.type === "end") return;
      }
    } finally {
      stop();
      signal.removeEventListener("abort", cut);
    }
  }
  yield { type: "end", reason: "aborted" };
}

/** Whichever line is told first that the token is no longer good: the device is signed out. */
function noteRefusal(refusal: Refusal): void {
  if (refusal.code === "unauthorized" && connectionNow().name !== "signed_out") tell({ type: "refused", refusal });
}
