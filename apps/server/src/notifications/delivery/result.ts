/**
 * What became of one attempt. `gone`: there is nobody any more. `later`: it surely did not get through, and may the next
 * time. `refused`: it never will. `unknown`: it was sent, and nobody knows whether it came.
 */
export type Attempt =
  /** `receiptId`: by which to ask later whether it came, where the service says so. */
  | { kind: "sent"; receiptId?: string }
  | { kind: "gone" | "refused" | "unknown"; why: string }
  | { kind: "later"; why: string; afterMs: number | null };

const LIMIT_MS = 15_000;
/** Nothing was sent: nobody was there to take it. */
const NOT_REACHED =
  /ConnectionRefused|FailedToOpenSocket|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|DNS/i;

/** One request to another party, whose answer is short. Follows no redirect: that could lead anywhere. */
export async function post(
  url: string,
  init: { headers: Record<string, string>; body: string | Uint8Array },
  signal: AbortSignal,
): Promise<{ status: number; text: string; retryAfter: string | null } | Attempt> {
  try {
    const body = typeof init.body === "string" ? init.body : new Uint8Array(init.body);
    const response = await fetch(url, {
      method: "POST",
      headers: init.headers,
      body,
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]),
    });
    const text = (await response.text()).slice(0, 10_000);
    return { status: response.status, text, retryAfter: response.headers.get("retry-after") };
  } catch (error) {
    const { code, name } = error as { code?: string; name?: string };
    const told = code ?? name ?? "unknown";
    if (NOT_REACHED.test(told)) return { kind: "later", why: `not reachable (${told})`, afterMs: null };
    return { kind: "unknown", why: `no answer (${told})` };
  }
}

/** By the status alone (RFC 8030, 5 and 7.3, and what is usual elsewhere). */
export function judge(status: number, retryAfter: string | null): Attempt {
  if (status >= 200 && status < 300) return { kind: "sent" };
  const why = `answered ${status}`;
  if (status === 404 || status === 410) return { kind: "gone", why };
  if (status === 408 || status === 429 || status >= 500) return { kind: "later", why, afterMs: seconds(retryAfter) };
  return { kind: "refused", why };
}

const MOST_SECONDS = 86_400;
const seconds = (text: string | null): number | null =>
  text !== null && /^\d{1,6}$/.test(text) ? Math.min(Number(text), MOST_SECONDS) * 1_000 : null;
