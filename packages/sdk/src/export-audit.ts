import { type Refusal, ROUTES, refuse } from "@pushpals/protocol";
import { type CallOptions, errorText, readReply, requestHeaders } from "./call-route";
import { encodeInput } from "./encode-input";

export type AuditPiece = { type: "text"; text: string } | { type: "end"; refusal: Refusal | null };

/**
 * All durable events of a session with their hashes, one JSON object a line, in pieces as they come. Never rejects: the
 * last piece is an `end`, with the refusal where not all of it came.
 */
export async function* exportAudit(
  options: Pick<CallOptions, "baseUrl" | "token" | "fetch" | "signal"> & { sessionId: string },
): AsyncGenerator<AuditPiece, void> {
  const { baseUrl, sessionId, signal } = options;
  const encoded = encodeInput(baseUrl, ROUTES.system.auditExport, { sessionId });
  if (typeof encoded === "string") return yield { type: "end", refusal: refuse("bad_request", encoded) };
  try {
    const response = await (options.fetch ?? fetch)(encoded.url, {
      headers: requestHeaders(options.token, false),
      redirect: "error",
      ...(signal ? { signal } : {}),
    });
    if (!response.ok || response.body === null) {
      const refused = readReply<{ ok: true }>(response.status, await response.text(), baseUrl);
      const none = refuse("unreachable", `${baseUrl} answered without a body`);
      return yield { type: "end", refusal: refused.ok ? none : refused };
    }
    const decoder = new TextDecoder();
    for await (const piece of response.body) yield { type: "text", text: decoder.decode(piece, { stream: true }) };
    yield { type: "end", refusal: null };
  } catch (error) {
    yield { type: "end", refusal: refuse("unreachable", `${baseUrl} cannot be reached: ${errorText(error)}`) };
  }
}
