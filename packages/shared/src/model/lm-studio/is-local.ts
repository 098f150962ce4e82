/** Whether an address is on this machine: only there can a server be started. */
export function isLocal(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);
}
