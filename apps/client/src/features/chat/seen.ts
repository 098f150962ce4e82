import { create } from "zustand";
import { storage } from "../../lib/storage";

type Seen = Readonly<Record<string, number>>;

const KEY = "pushpals.seen";
const useSeenStore = create<{ seen: Seen }>(() => ({ seen: JSON.parse(storage.get(KEY) ?? "{}") as Seen }));

const nameOf = (serverId: string, sessionId: string): string => `${serverId}/${sessionId}`;

/** Up to which event somebody has seen a session on this device. */
export const seenUpTo = (serverId: string, sessionId: string): number =>
  useSeenStore.getState().seen[nameOf(serverId, sessionId)] ?? 0;

export const useSeen = (serverId: string, sessionId: string): number =>
  useSeenStore(({ seen }) => seen[nameOf(serverId, sessionId)] ?? 0);

export function markSeen(serverId: string, sessionId: string, cursor: number): void {
  if (cursor <= seenUpTo(serverId, sessionId)) return;
  const seen = { ...useSeenStore.getState().seen, [nameOf(serverId, sessionId)]: cursor };
  useSeenStore.setState({ seen });
  storage.set(KEY, JSON.stringify(seen));
}
