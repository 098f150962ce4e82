import type { Refusal } from "@pushpals/protocol";
import type { Fetch } from "../call-route";

/** What a transport yields: a frame's text, or a sign of life. It ends when the line does, and throws when it breaks. */
export type Signal = { kind: "frame"; text: string } | { kind: "open" } | { kind: "alive" };

/** Where a transport connects to, and how. */
export interface Connection {
  baseUrl: string;
  sessionId: string;
  /** Frames after this cursor. */
  after: number;
  follow: boolean;
  token: string | undefined;
  signal: AbortSignal;
  fetch: Fetch;
  /** Silence after which the connection counts as dead. */
  silenceMs: number;
}

/** Thrown by a transport when the server has said no: the stream ends, or goes on when it may be tried again. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/** The URL of a session's stream in one of its two forms. */
export function streamUrl({ baseUrl, sessionId, after, follow }: Connection, form: "events" | "ws"): string {
  const tail = follow ? "" : "&follow=false";
  return `${baseUrl.replace(/\/+$/, "")}/sessions/${encodeURIComponent(sessionId)}/${form}?after=${after}${tail}`;
}
