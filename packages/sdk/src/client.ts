import { type Refusal, ROUTES, type Route, type RouteInput, type RouteReply, type Routes } from "@pushpals/protocol";
import { callRoute, type Fetch } from "./call-route";

export interface ClientOptions {
  baseUrl: string;
  /** Without one the calls are anonymous, or a browser's cookie goes with them. */
  token?: string;
  fetch?: Fetch;
  /** Limit for each call, beyond its own `waitMs`; 15 s unless told. */
  timeoutMs?: number;
}

type Operation<T> = (input: RouteInput<T>, options?: { signal?: AbortSignal }) => Promise<RouteReply<T> | Refusal>;

/** One method per route: `client.requests.enqueue({…})`. None of them throws or rejects. */
export type Client = {
  [Noun in keyof Routes]: { [Op in keyof Routes[Noun]]: Operation<Routes[Noun][Op]> };
};

/**
 * The server's API, typed by its routes. Routes that stream (`sessions.events`, `sessions.ws`,
 * `system.auditExport`, `localbuddy.message`) answer `bad_request` here: events are read with `streamEvents`.
 */
export function createClient(options: ClientOptions): Client {
  const nouns = Object.entries(ROUTES).map(([noun, routes]) => [noun, operations(routes, options)]);
  return Object.fromEntries(nouns) as Client;
}

function operations(routes: Record<string, Route>, options: ClientOptions): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(routes).map(([name, route]) => [
      name,
      (input: object, call: { signal?: AbortSignal } = {}) => callRoute(route, input as never, { ...options, ...call }),
    ]),
  );
}
