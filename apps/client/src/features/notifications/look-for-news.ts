import { NOTIFICATION_KINDS } from "@pushpals/protocol";
import { currentClient, invalidate } from "../../lib/query";
import { activeServer } from "../../lib/servers";
import { storage } from "../../lib/storage";
import { type Notice, noticeOf } from "./missed";

const MOST = 50;
const keyOf = (serverId: string): string => `pushpals.notified.${serverId}`;

let looking: Promise<Notice> = Promise.resolve({ kind: "none" });

/** What is new on the server since this device looked the last time. One look at a time, so that nothing is said twice. */
export function lookForNews(here: { path: string; wasAway: boolean }): Promise<Notice> {
  looking = looking.then(() => look(here));
  return looking;
}

async function look(here: { path: string; wasAway: boolean }): Promise<Notice> {
  const server = activeServer();
  if (!server) return { kind: "none" };
  const client = currentClient();
  const seen = storage.get(keyOf(server.id));
  const reply = await client.notifications.list(seen === null ? { limit: 1 } : { after: Number(seen), limit: MOST });
  if (!reply.ok) return { kind: "none" };
  storage.set(keyOf(server.id), String(reply.latest));
  // A device that comes for the first time has missed nothing.
  if (seen === null || reply.notifications.length === 0) return { kind: "none" };
  invalidate(["notifications"]);
  const chosen = await client.notifications.settings({});
  return noticeOf(reply.notifications, chosen.ok ? chosen.settings.kinds : NOTIFICATION_KINDS, here);
}
