import { PROTOCOL_VERSION } from "@pushpals/protocol";

export const SESSION = "dev";
export const TOKEN = "pp_operator_test";

const envelope = (n: number, type: string, payload: object) => ({
  protocolVersion: PROTOCOL_VERSION,
  id: `01900000-0000-7000-8000-${String(n).padStart(12, "0")}`,
  ts: 1_700_000_000_000 + n,
  sessionId: SESSION,
  type,
  payload,
});

/** The JSON of the durable event at a cursor. */
export const frame = (cursor: number): string =>
  JSON.stringify({ envelope: envelope(cursor, "message", { text: `número ${cursor} 😀` }), cursor });

/** An ephemeral event after the durable one at a cursor. */
export const ephemeral = (cursor: number, text: string): string =>
  JSON.stringify({ envelope: envelope(cursor, "assistant_text_delta", { text }), cursor });

export const sse = (frameText: string): string => `data: ${frameText}\n\n`;
