import type { Lane, RouteInput, Routes } from "@pushpals/protocol";
import type { CommunicationManager } from "@pushpals/shared/communication";

type Heartbeat = RouteInput<Routes["workers"]["heartbeat"]>;

export interface PresenceFacts {
  workerId: string;
  lanes: Lane[];
  sandbox: Heartbeat["sandbox"];
  labels: string[];
}

/** Tells the hub that this worker lives and what it does: at each change at once, and from time to time. */
export function startPresence(voice: Pick<CommunicationManager, "startHeartbeat">, facts: PresenceFacts) {
  let state: Pick<Heartbeat, "status" | "itemId"> = { status: "idle", itemId: null };
  const heartbeat = voice.startHeartbeat(() => ({ ...facts, ...state, role: "workerpal", pid: process.pid }));
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
