import { type Refusal, type Route, type RouteReply, refuse, type Scope } from "@pushpals/protocol";
import { type HttpEnv, parseInput, reply } from "@pushpals/shared/http";
import type { Context, Hono } from "hono";
import type { Principal } from "../core";
import type { Known } from "../known";
import type { Parsed } from "../parsed";
import { type Credential, callerToken } from "./caller-token";

/** What a handler knows of its call beside the input. */
export interface Call {
  caller: Principal;
  /** What proved who calls. */
  credential: Credential;
  /** Aborts when the caller is gone. */
  signal: AbortSignal;
  context: Context<HttpEnv>;
}

export type Authenticate = (token: string | null) => Principal | Refusal;

/** The answer of a route whose success is no JSON: a stream, or an upgrade. */
type Answer<T> = RouteReply<T> | Known<RouteReply<T>> | Refusal | Response;

/** Serves one route: who calls, whether it may, what it says; then the operation, and its answer. */
export type Mount = <T extends Route>(
  route: T,
  handle: (input: Parsed<T>, call: Call) => Promise<Answer<T>> | Answer<T>,
) => void;

/** Nobody: the caller of the few routes that ask for no token. */
const ANYBODY: Principal = { kind: "role", id: "", name: "anybody", scopes: [] };

export function createMount(app: Hono<HttpEnv>, authenticate: Authenticate): Mount {
  return (route, handle) => {
    app.on(route.method, route.path, async (context) => {
      const admitted = admit(route.scope, context, authenticate);
      if ("ok" in admitted) return reply(context, admitted);
      const parsed = await parseInput(route, context);
      if (!parsed.ok) return reply(context, parsed);
      const answer = await handle(parsed.input as Parsed<typeof route>, {
        ...admitted,
        signal: context.req.raw.signal,
        context,
      });
      return answer instanceof Response ? answer : send(context, route, answer as Body);
    });
  };
}

/** Who calls, when it may call what needs this scope. */
export function admit(
  scope: Scope | null,
  context: Context<HttpEnv>,
  authenticate: Authenticate,
): Pick<Call, "caller" | "credential"> | Refusal {
  if (scope === null) return { caller: ANYBODY, credential: { token: null, by: "bearer" } };
  const credential = callerToken(context);
  if ("ok" in credential) return credential;
  const caller = authenticate(credential.token);
  if ("ok" in caller) return caller;
  return caller.scopes.includes(scope) ? { caller, credential } : missingScope(caller, scope);
}

type Body = Known<{ ok: true }> | { ok: true } | Refusal;

function send(context: Context<HttpEnv>, route: Route, answer: Body): Response {
  if (!answer.ok || !("known" in answer)) return reply(context, answer, route.status[0]);
  return reply(context, answer.reply, answer.known ? (route.status[1] ?? route.status[0]) : route.status[0]);
}

const missingScope = (caller: Principal, scope: string): Refusal =>
  refuse(
    "forbidden",
    `The token of "${caller.name}" lacks the scope "${scope}". It has: ${caller.scopes.join(", ")}.`,
    {
      missing: scope,
    },
  );
