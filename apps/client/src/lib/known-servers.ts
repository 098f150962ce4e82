import type { Server } from "./server";

/** The servers that a device knows, and which of them it is at. */
export interface Known {
  servers: readonly Server[];
  activeId: string | null;
}

export const NOBODY: Known = { servers: [], activeId: null };

/** What was kept on the device; without it, and for what is no such list, nobody is known: then one pairs anew. */
export function readKnown(kept: string | null): Known {
  try {
    const { servers, activeId } = JSON.parse(kept ?? "null") as Partial<Known>;
    if (!Array.isArray(servers) || !servers.every(isServer)) return NOBODY;
    return goTo({ servers, activeId: servers[0]?.id ?? null }, activeId ?? "");
  } catch (_notKept) {
    return NOBODY;
  }
}

const isServer = (found: unknown): found is Server =>
  typeof found === "object" &&
  found !== null &&
  (["id", "name", "baseUrl"] as const).every((key) => typeof (found as Partial<Server>)[key] === "string");

/** With a server more, or with what is new of one that is known; one is there then. */
export const withServer = ({ servers }: Known, server: Server): Known => ({
  servers: [...servers.filter(({ id }) => id !== server.id), server],
  activeId: server.id,
});

/** At another one; where it is not known, one stays. */
export const goTo = (known: Known, id: string): Known =>
  known.servers.some((server) => server.id === id) ? { ...known, activeId: id } : known;

/** Without a server. Who was there is at another one then; who was elsewhere stays there. */
export function withoutServer({ servers, activeId }: Known, id: string): Known {
  const left = servers.filter((server) => server.id !== id);
  return { servers: left, activeId: activeId === id ? (left[0]?.id ?? null) : activeId };
}

export const activeOf = ({ servers, activeId }: Known): Server | null =>
  servers.find((server) => server.id === activeId) ?? null;
