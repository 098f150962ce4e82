import { create } from "zustand";
import { HERE } from "./here";
import { activeOf, goTo, type Known, readKnown, withoutServer, withServer } from "./known-servers";
import type { Server } from "./server";
import { storage } from "./storage";

const KEY = "pushpals.servers";

/** A browser knows the one server that it got the client from. */
const useKnown = create<Known>(() => (HERE ? { servers: [HERE], activeId: HERE.id } : readKnown(storage.get(KEY))));

function change(to: (known: Known) => Known): void {
  if (HERE) return;
  const next = to(useKnown.getState());
  storage.set(KEY, JSON.stringify(next));
  useKnown.setState(next);
}

export const useServers = (): readonly Server[] => useKnown((known) => known.servers);
export const activeServer = (): Server | null => activeOf(useKnown.getState());
export const useActiveServer = (): Server | null => useKnown(activeOf);

/** Adds a server, or brings one of the same address up to date, and goes there. */
export const addServer = (server: Server): void => change((known) => withServer(known, server));

export const switchServer = (id: string): void => change((known) => goTo(known, id));

/** Forgets a server, and goes to another one that is known. */
export const removeServer = (id: string): void => change((known) => withoutServer(known, id));
