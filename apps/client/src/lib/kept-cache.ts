import { dehydrate, hydrate, type Query } from "@tanstack/react-query";
import { queryClient } from "./query";
import { storage } from "./storage";

const KEY = "pushpals.cache";
const SAVE_AFTER_MS = 2_000;
const OLDEST_MS = 7 * 24 * 60 * 60_000;
/** A browser gives a site some five million letters in all. */
const LIMIT = 1_500_000;
/** What is worth seeing without a server: lists and what they lead to. No logs, no diffs. */
const NOUNS = new Set([
  "sessions",
  "needs-you",
  "requests",
  "request",
  "jobs",
  "job",
  "status",
  "workers",
  "approvals",
  "me",
]);

interface Kept {
  savedAt: number;
  state: ReturnType<typeof dehydrate>;
}

/** Puts back what was on the screens the last time, and keeps on saving it; answers how to stop. */
export function keepCache(): () => void {
  restore();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const unsubscribe = queryClient.getQueryCache().subscribe(({ type }) => {
    if (type !== "updated" || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      save();
    }, SAVE_AFTER_MS);
  });
  return () => {
    unsubscribe();
    if (timer !== null) clearTimeout(timer);
  };
}

const isKept = ({ queryKey, state }: Query): boolean => state.status === "success" && NOUNS.has(String(queryKey[1]));

function save(): void {
  const kept: Kept = { savedAt: Date.now(), state: dehydrate(queryClient, { shouldDehydrateQuery: isKept }) };
  // A save that was due when this device was signed out: nothing is left then, not even that there was something.
  const text = JSON.stringify(kept);
  if (kept.state.queries.length === 0) storage.remove(KEY);
  else if (text.length <= LIMIT) storage.set(KEY, text);
}

function restore(): void {
  const kept = JSON.parse(storage.get(KEY) ?? "null") as Kept | null;
  if (kept === null || Date.now() - kept.savedAt > OLDEST_MS) return;
  hydrate(queryClient, kept.state);
}

/** Signed out: nothing of that server's stays on this device. */
export function forgetCache(serverId: string): void {
  queryClient.removeQueries({ queryKey: [serverId] });
  storage.remove(KEY);
}
