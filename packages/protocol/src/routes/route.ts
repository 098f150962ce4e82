import type { z } from "zod";
import type { Scope } from "../scopes";

type Shape = z.ZodObject | undefined;

/**
 * One route of an API: the only place where its path, input, reply and scope are written.
 * The server validates with it, the client is typed by it, the OpenAPI document is made of it.
 */
export interface Route<
  P extends Shape = Shape,
  Q extends Shape = Shape,
  B extends z.ZodType | undefined = z.ZodType | undefined,
  R extends z.ZodType = z.ZodType,
> {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** With `:name` for each key of `params`. */
  path: string;
  summary: string;
  /** The scope that a token needs; null where none is asked for. */
  scope: Scope | null;
  params: P;
  query: Q;
  body: B;
  /** Body of a success. Always has `ok: true`. */
  reply: R;
  /** Status of a success; where two, the first is for something newly made, the second for something known. */
  status: readonly [number, ...number[]];
  /** `json`, or what else the success streams. */
  produces: "json" | "sse" | "websocket" | "ndjson";
}

interface Definition<P extends Shape, Q extends Shape, B extends z.ZodType | undefined, R extends z.ZodType> {
  method: Route["method"];
  path: string;
  summary: string;
  scope: Scope | null;
  params?: P;
  query?: Q;
  body?: B;
  reply: R;
  status?: Route["status"];
  produces?: Route["produces"];
}

export function route<
  R extends z.ZodType,
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends z.ZodType | undefined = undefined,
>(definition: Definition<P, Q, B, R>): Route<P, Q, B, R> {
  return {
    status: [200],
    produces: "json",
    ...definition,
    params: definition.params as P,
    query: definition.query as Q,
    body: definition.body as B,
  };
}

/** An object without keys asks for nothing; as `Record<string, never>` it would forbid the keys of its neighbours. */
type InputOf<S> =
  S extends z.ZodObject<infer Keys>
    ? [keyof Keys] extends [never]
      ? unknown
      : z.input<S>
    : S extends z.ZodType
      ? z.input<S>
      : unknown;

/** All that a caller gives to a route, in one flat object: params, query and body have no key in common. */
export type RouteInput<T> =
  T extends Route<infer P, infer Q, infer B, infer _R> ? InputOf<P> & InputOf<Q> & InputOf<B> : never;
type OutputOf<S> = S extends z.ZodType ? z.output<S> : unknown;

/** The same once it is checked. */
export type ParsedInput<T> =
  T extends Route<infer P, infer Q, infer B, infer _R> ? OutputOf<P> & OutputOf<Q> & OutputOf<B> : never;
/** What a success answers. */
export type RouteReply<T> = T extends Route<infer _P, infer _Q, infer _B, infer R> ? z.output<R> : never;
