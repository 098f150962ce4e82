import { type Refusal, refuse } from "@pushpals/protocol";
import type { Core, Principal } from "../core";
import type { Subscription } from "../events/subscription";
import { sessionCursor } from "./session";

export interface StreamInput {
  id: string;
  after?: number | undefined;
  follow?: "true" | "false" | undefined;
}

/** Starts a stream of a session's events after a cursor. `lastEventId` is the header; it wins over `after`. */
export async function openStream(
  core: Core,
  input: StreamInput,
  lastEventId: string | undefined,
  caller: Principal,
): Promise<{ ok: true; subscription: Subscription } | Refusal> {
  const session = await sessionCursor(core.store.read, input.id);
  if (!session.ok) return session;
  const after = startOf(input, lastEventId);
  if (after === null) return refuse("bad_request", `Last-Event-ID is not a cursor: ${lastEventId?.slice(0, 50)}.`);
  if (after > session.cursor)
    return refuse(
      "bad_request",
      `The session has ${session.cursor} events, so none comes after ${after}. Start from 0.`,
      {
        cursor: session.cursor,
      },
    );
  const follow = input.follow !== "false";
  return {
    ok: true,
    subscription: core.events.feed.subscribe({ sessionId: input.id, principalId: caller.id, after, follow }),
  };
}

function startOf(input: StreamInput, lastEventId: string | undefined): number | null {
  if (lastEventId === undefined || lastEventId === "") return input.after ?? 0;
  return /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : null;
}
