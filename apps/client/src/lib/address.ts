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
export const serverIdOf = (baseUrl: string): string => new URL(baseUrl).host.toLowerCase().replace(/[^a-z0-9.-]/g, "_");
