import { type Refusal, refuse } from "@pushpals/protocol";

/** A call as it goes on to LocalBuddy. */
export interface RelayedCall {
  method: "GET" | "POST";
  /** LocalBuddy's own path, with its query. */
  path: string;
  /** JSON. */
  body?: string;
  /** The caller's own. */
  token: string;
  accept: string;
  signal: AbortSignal;
}

/** Of the answer only what makes it readable is passed on: nobody sets a cookie or a policy through here. */
const PASSED_ON = ["content-type", "cache-control", "x-accel-buffering"];

/**
 * Passes a call on to LocalBuddy with the token of its caller and nothing of the server's own, and the answer back as
 * it comes. LocalBuddy proves the token at the server, so whoever calls has no more power by this way than by the other.
 */
export async function relay(localbuddyUrl: string | null, call: RelayedCall): Promise<Response | Refusal> {
  if (localbuddyUrl === null) return refuse("unreachable", "This server does not know where LocalBuddy is.");
  const { method, path, body, token, accept, signal } = call;
  try {
    const answer = await fetch(localbuddyUrl.replace(/\/+$/, "") + path, {
      method,
      headers: { authorization: `Bearer ${token}`, accept, ...(body ? { "content-type": "application/json" } : {}) },
      redirect: "error",
      signal,
      ...(body ? { body } : {}),
    });
    const headers = PASSED_ON.flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value] as [string, string]];
    });
    return new Response(answer.body, { status: answer.status, headers });
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error);
    return refuse(
      "unreachable",
      `LocalBuddy does not answer (${told}). It is started by \`bun run start\`; send it again in a moment.`,
    );
  }
}
