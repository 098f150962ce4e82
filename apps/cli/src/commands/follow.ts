import type { Envelope, EventFrame, Refusal } from "@pushpals/protocol";
import { type StreamItem, span, streamEvents } from "@pushpals/sdk";
import type { Context } from "../context";
import type { TimelinePrinter } from "../timeline";

export interface FollowOptions {
  sessionId: string;
  after: number;
  follow: boolean;
  signal: AbortSignal;
  printer: TimelinePrinter;
  /** Called for each event; true ends the stream. */
  onFrame(frame: EventFrame): boolean;
}

type End = Extract<StreamItem, { type: "end" }> | { type: "end"; reason: "done" };

/** Reads a session's stream until the caller has seen enough, the stream ends, or the signal aborts. */
export async function follow(context: Context, options: FollowOptions): Promise<End> {
  const { sessionId, after, printer, signal } = options;
  const stream = streamEvents({
    baseUrl: context.serverUrl,
    token: context.token,
    sessionId,
    after,
    follow: options.follow,
    signal,
    onState: (state) => {
      if (state.state === "reconnecting") printer.live(`${state.reason}; again in ${span(state.inMs)}`);
      else if (state.state === "connecting") printer.live("connecting …");
      else printer.end();
    },
  });
  for await (const item of stream) {
    if (item.type === "end") return item;
    if (options.onFrame(item.frame)) return { type: "end", reason: "done" };
  }
  return { type: "end", reason: "aborted" };
}

/** Keeps, of a session's events, those of one message: its turn, its request, and the jobs that came of it. */
export function ofMessage(turnId: string, requestId: string): (envelope: Envelope) => boolean {
  const known = new Set([requestId]);
  return (envelope) => {
    const payload = envelope.payload as { requestId?: string; jobId?: string };
    const belongs =
      envelope.turnId === turnId ||
      [payload.requestId, payload.jobId, envelope.correlationId].some((id) => id !== undefined && known.has(id));
    if (belongs && payload.jobId !== undefined) known.add(payload.jobId);
    return belongs;
  };
}

/** Where a session's stream stands now; 0 for a new session. */
export async function cursorOf(context: Context, sessionId: string): Promise<number | Refusal> {
  const reply = await context.client.sessions.list({ limit: 200 });
  if (!reply.ok) return reply;
  return reply.sessions.find((session) => session.sessionId === sessionId)?.cursor ?? 0;
}
