import { create } from "zustand";
import { HERE } from "./here";
import type { Server } from "./server";
import { storage } from "./storage";

interface Known {
  servers: readonly Server[];
  activeId: string | null;
}

const KEY = "pushpals.servers";

/** A browser knows the one server that it got the client from. */
function load(): Known {
  if (HERE) return { servers: [HERE], activeId: HERE.id };
  const kept = storage.get(KEY);
  return kept === null ? { servers: [], activeId: null } : (JSON.parse(kept) as Known);
}

const useKnown = create<Known>(load);

function change(next: Known): void {
  if (!HERE) storage.set(KEY, JSON.stringify(next));
  useKnown.setState(next);
}

export const useServers = (): readonly Server[] => useKnown((known) => known.servers);
export const activeServer = (): Server | null => activeOf(useKnown.getState());
export const useActiveServer = (): Server | null => useKnown(activeOf);

const activeOf = ({ servers, activeId }: Known): Server | null =>
  servers.find((server) => server.id === activeId) ?? null;

/** Adds a server, or brings one of the same address up to date, and goes there. */
export function addServer(server: Server): void {
  if (HERE) return;
  const others = useKnown.getState().servers.filter((known) => known.id !== server.id);
  change({ servers: [...others, server], activeId: server.id });
}

export function switchServer(id: string): void {
  change({ ...useKnown.getState(), activeId: id });
}

/** Forgets a server, and goes to another one that is known. */
export function removeServer(id: string): void {
  if (HERE) return;
  const servers = useKnown.getState().servers.filter((server) => server.id !== id);
  change({ servers, activeId: servers[0]?.id ?? null });
}
