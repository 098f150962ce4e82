import type { RouteInput, Routes } from "@pushpals/protocol";
import type { CommunicationManager } from "@pushpals/shared/communication";

type Heartbeat = RouteInput<Routes["workers"]["heartbeat"]>;

export interface Presence {
  status(): Heartbeat["status"];
  change(status: Heartbeat["status"], itemId?: string): void;
  stop(): Promise<void>;
}

/** Tells the hub that the daemon lives and what it does: each change at once. */
export function startPresence(
  voice: Pick<CommunicationManager, "startHeartbeat">,
  workerId: string,
  sandbox: Heartbeat["sandbox"],
): Presence {
  let state: Pick<Heartbeat, "status" | "itemId"> = { status: "starting", itemId: null };
  const heartbeat = voice.startHeartbeat(() => ({
    ...state,
    workerId,
    role: "source_control_manager",
    lanes: [],
    sandbox,
    labels: [],
    pid: process.pid,
  }));
  return {
    status: () => state.status,
    change: (status, itemId) => {
      state = { status, itemId: itemId ?? null };
      heartbeat.touch();
    },
    stop: () => heartbeat.stop(),
  };
}
