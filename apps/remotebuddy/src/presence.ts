import type { RouteInput, Routes } from "@pushpals/protocol";
import type { CommunicationManager } from "@pushpals/shared/communication";

type Heartbeat = RouteInput<Routes["workers"]["heartbeat"]>;

/** Tells the hub that this RemoteBuddy lives and what it plans: at each change at once, and from time to time. */
export function startPresence(voice: Pick<CommunicationManager, "startHeartbeat">, agentId: string) {
  let state: Pick<Heartbeat, "status" | "itemId"> = { status: "idle", itemId: null };
  const heartbeat = voice.startHeartbeat(() => ({
    workerId: agentId,
    role: "remotebuddy",
    lanes: [],
    sandbox: null,
    labels: [],
    pid: process.pid,
    ...state,
  }));
  const change = (next: typeof state) => {
    state = next;
    heartbeat.touch();
  };
  return {
    idle: () => change({ status: "idle", itemId: null }),
    busy: (itemId: string) => change({ status: "busy", itemId }),
    draining: () => change({ ...state, status: "draining" }),
    stop: () => heartbeat.stop(),
  };
}
