import type { ClaimedRequest, Envelope } from "@pushpals/protocol";
import { type Client, streamEvents } from "@pushpals/sdk";

const EVENTS_BACK = 600;
const MAX_TURNS = 30;
const MAX_TURN_CHARS = 600;
const LIMIT_MS = 5_000;

export interface EventSource {
  client: Client;
  baseUrl: string;
  token: string;
}

/** What was said lately in a request's session, and what came of it, oldest first. Empty where it cannot be read. */
export async function recentTurns(
  source: EventSource,
  request: Pick<ClaimedRequest, "sessionId" | "turnId" | "prompt">,
  signal: AbortSignal,
): Promise<string[]> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  const listed = await source.client.sessions.list({ limit: 200 }, { signal: limit });
  const session = listed.ok ? listed.sessions.find(({ sessionId }) => sessionId === request.sessionId) : undefined;
  if (!session) return [];
  const turns: { text: string; isOwn: boolean }[] = [];
  const { baseUrl, token } = source;
  const after = Math.max(0, session.cursor - EVENTS_BACK);
  const stream = streamEvents({ baseUrl, token, sessionId: request.sessionId, after, follow: false, signal: limit });
  for await (const item of stream) {
    if (item.type === "end") break;
    const text = turnOf(item.frame.envelope);
    if (text !== null) turns.push({ text, isOwn: isOwnMessage(item.frame.envelope, request) });
  }
  // The message that is being planned is given by itself.
  const own = turns.findLastIndex(({ isOwn }) => isOwn);
  return turns
    .filter((_, index) => index !== own)
    .slice(-MAX_TURNS)
    .map(({ text }) => text);
}

const isOwnMessage = (event: Envelope, { turnId, prompt }: Pick<ClaimedRequest, "turnId" | "prompt">): boolean =>
  event.type === "message" && (turnId === null ? event.payload.text === prompt : event.turnId === turnId);

/** One event as a line of the conversation; null for those that a planner need not know. */
export function turnOf(event: Envelope): string | null {
  switch (event.type) {
    case "message":
      return `person: ${short(event.payload.text)}`;
    case "assistant_message":
      return `team: ${short(event.payload.text)}`;
    case "task_completed":
      return `outcome: ${event.payload.outcome}: ${short(event.payload.summary)}`;
    case "task_failed":
    case "request_failed":
      return `outcome: failed (${event.payload.failure.code}): ${short(event.payload.failure.message)}`;
    default:
      return null;
  }
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= MAX_TURN_CHARS ? line : `${line.slice(0, MAX_TURN_CHARS - 1)}…`;
}
