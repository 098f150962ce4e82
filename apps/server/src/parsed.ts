import type { Route } from "@pushpals/protocol";
import type { z } from "zod";

type OutputOf<S> = S extends z.ZodType ? z.output<S> : unknown;

/** A route's input once it is checked: params, query and body in one flat object. */
export type Parsed<T> =
  T extends Route<infer P, infer Q, infer B, infer _R> ? OutputOf<P> & OutputOf<Q> & OutputOf<B> : never;
