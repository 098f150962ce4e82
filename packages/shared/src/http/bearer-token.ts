const PROTOCOL_PREFIX = "bearer.";

/** The caller's token: from the `Authorization` header, or from a WebSocket's subprotocols, which browsers can set. */
export function bearerToken(request: Request): string | null {
  const header = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (header) return header;
  const protocols = (request.headers.get("sec-websocket-protocol") ?? "").split(",").map((one) => one.trim());
  return protocols.find((one) => one.startsWith(PROTOCOL_PREFIX))?.slice(PROTOCOL_PREFIX.length) || null;
}
