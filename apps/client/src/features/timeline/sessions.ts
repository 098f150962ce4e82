import type { Envelope } from "@pushpals/protocol";
import type { StreamState } from "@pushpals/sdk";
import { useEffect, useMemo } from "react";
import { AppState } from "react-native";
import type { Server } from "../../lib/server";
import { sessionStream } from "../../lib/session-stream";
import { storage } from "../../lib/storage";
import { packTimeline, unpackTimeline } from "./kept-timeline";
import { SessionLog } from "./session-log";

/** Sessions whose end is kept on the device, the last one visited first. */
const KEPT = 10;

const logs = new Map<string, SessionLog>();

/** The log of a session; the same one for whoever asks, so that going back to a chat costs nothing. */
export function sessionLog(server: Server, sessionId: string): SessionLog {
  const name = `${server.id}/${sessionId}`;
  const known = logs.get(name);
  if (known) return known;
  const key = `pushpals.session.${name}`;
  const log = new SessionLog({
    stream: (after, signal, onOpen) =>
      sessionStream({
        server,
        sessionId,
        after,
        signal,
        onState: (state: StreamState) => state.state === "open" && onOpen(),
      }),
    kept: () => unpackTimeline(storage.get(key)),
    keep: (timeline) => {
      storage.set(key, packTimeline(timeline));
      remember(server.id, sessionId);
    },
  });
  logs.set(name, log);
  return log;
}

/** The log of a session, listened to as long as the component is there and there is something to listen to. */
export function useSessionLog(server: Server, sessionId: string, isThere: boolean): SessionLog {
  const log = useMemo(() => sessionLog(server, sessionId), [server, sessionId]);
  useEffect(() => (isThere ? log.listen() : undefined), [log, isThere]);
  return log;
}

/** Calls back with each event of a type that is told and not kept, such as a change of the draft. */
export function useTold<T extends Envelope["type"]>(
  log: SessionLog,
  type: T,
  listen: (event: Extract<Envelope, { type: T }>) => void,
): void {
  useEffect(
    () => log.onTold((event) => event.type === type && listen(event as Extract<Envelope, { type: T }>)),
    [log, type, listen],
  );
}

function remember(serverId: string, sessionId: string): void {
  const key = `pushpals.sessions.${serverId}`;
  const before = JSON.parse(storage.get(key) ?? "[]") as string[];
  const ids = [sessionId, ...before.filter((id) => id !== sessionId)];
  for (const gone of ids.splice(KEPT)) storage.remove(`pushpals.session.${serverId}/${gone}`);
  storage.set(key, JSON.stringify(ids));
}

// A page that is put away may never come back: what it knows is kept while there is time.
AppState.addEventListener("change", (state) => {
  if (state !== "active") for (const log of logs.values()) log.keepNow();
});
