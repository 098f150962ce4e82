/** An address as people type it, with or without `http://`; null for what is none. */
export function addressOf(typed: string): string | null {
  const parts = ADDRESS.exec(typed.trim());
  if (!parts) return null;
  const [, scheme = "http://", host = "", path = ""] = parts;
  return scheme.toLowerCase() + host.toLowerCase() + path.replace(/\/+$/, "");
}

/** Scheme, host with port, path. */
const ADDRESS = /^(https?:\/\/)?((?:[\w.-]+|\[[\da-f:]+\])(?::\d{1,5})?)((?:\/[^\s?#]*)?)$/i;

/** The same address is the same server, however it was typed. */
export function serverIdOf(baseUrl: string): string {
  const { host, pathname } = new URL(baseUrl);
  return `${host.toLowerCase()}${pathname.replace(/\/+$/, "")}`.replace(/[^A-Za-z0-9.-]/g, "_");
}
