/** One answer of the scripted server. Without any field it answers an empty text and stops in order. */
export interface Turn {
  text?: string;
  /** Calls of tools, after the text. `arguments` is the JSON text of their input. */
  toolCalls?: readonly { name: string; arguments: string }[];
  /** Why the model stopped; default `stop`, or `tool_calls` where there are some. */
  finish?: "stop" | "length" | "tool_calls" | "content_filter";
  /** The model declines, in these words, in the way of the API that was called. */
  refusal?: string;
  usage?: { input: number; output: number };
  /** A streamed text comes in pieces of this many characters; default 20. */
  pieceChars?: number;
  /** Pause between two pieces. */
  pieceMs?: number;
  /** The connection drops after this many pieces of the answer. */
  cutAfterPieces?: number;
  /** Takes the call and never answers, until the caller gives up. */
  hang?: boolean;
  /** Anything but 200 answers an error of the API that was called. */
  status?: number;
  headers?: Record<string, string>;
  /** Sent as it is, whatever API was called. */
  rawBody?: string;
}

export type Api = "openai-chat" | "openai-responses" | "anthropic" | "gemini";

/** What a client asked for. */
export interface ModelCall {
  api: Api;
  path: string;
  headers: Record<string, string>;
  body: Record<string, unknown>;
  stream: boolean;
  model: string;
  /** Aborts when the client has gone. */
  gone: AbortSignal;
}

/** How an API says a turn on the wire. */
export interface Wire {
  /** Bodies of server-sent events, in order; `pieces` is the text, cut up. */
  events(turn: Turn, call: ModelCall, pieces: readonly string[]): WireEvent[];
  body(turn: Turn, call: ModelCall): object;
  error(status: number, message: string): object;
}

export interface WireEvent {
  event?: string;
  data: object | string;
  /** One of the pieces of the text: what `pieceMs` and `cutAfterPieces` count. */
  isPiece?: boolean;
}

export const usageOf = (turn: Turn): { input: number; output: number } => turn.usage ?? { input: 100, output: 20 };
export const finishOf = (turn: Turn): NonNullable<Turn["finish"]> =>
  turn.finish ?? ((turn.toolCalls?.length ?? 0) > 0 ? "tool_calls" : "stop");
