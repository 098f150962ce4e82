import type { Refusal } from "@pushpals/protocol";
import type { Fetch } from "../call-route";

/** What a transport yields: a frame's text, or a sign of life. It ends when the line does, and throws when it breaks. */
export type Signal = { kind: "frame"; text: string } | { kind: "open" } | { kind: "alive" };

/** Where a transport connects to, and how. */
export interface Connection {
  url: string;
  token: string;
  signal: AbortSignal;
  fetch: Fetch;
}

/** Thrown by a transport when the server has said no: the stream ends, or goes on when it may be tried again. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}
