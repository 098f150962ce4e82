import type { RouteInput, Routes } from "@pushpals/protocol";
import type { CommunicationManager } from "./communication";

type Heartbeat = RouteInput<Routes["workers"]["heartbeat"]>;

/** What is true of a service for as long as it runs. */
export type PresenceFacts = Pick<Heartbeat, "workerId" | "role"> &
  Partial<Pick<Heartbeat, "lanes" | "sandbox" | "labels">>;

export interface Presence {
  status(): Heartbeat["status"];
  idle(): void;
  busy(itemId: string): void;
  /** Something that `more` tells has changed. */
  touch(): void;
  /** Idle, and taking nothing: why. Null: no longer. */
  held(reason: string | null): void;
  /** From here on it stays "draining", whatever is said, until `stop`. */
  draining(): void;
  stop(): Promise<void>;
}

/**
 * Tells the hub that a service lives and what it does: at each change at once, and from time to time. `more` is asked
 * at each beat.
 */
export function startPresence(
  voice: Pick<CommunicationManager, "startHeartbeat">,
  facts: PresenceFacts,
  more: () => Partial<Pick<Heartbeat, "landing">> = () => ({}),
): Presence {
  let reason: string | null = null;
  let state: Pick<Heartbeat, "status" | "itemId"> = { status: "starting", itemId: null };
  const heartbeat = voice.startHeartbeat(() => ({
    lanes: [],
    sandbox: null,
    labels: [],
    ...facts,
    ...state,
    ...(reason === null ? {} : { reason }),
    pid: process.pid,
    ...more(),
  }));
  const change = (status: Heartbeat["status"], itemId: string | null) => {
    state = { status: state.status === "draining" ? "draining" : status, itemId };
    heartbeat.touch();
  };
  return {
    status: () => state.status,
    touch: heartbeat.touch,
    idle: () => change("idle", null),
    busy: (itemId) => change("busy", itemId),
    held: (why) => {
      if (why === reason) return;
      reason = why;
      heartbeat.touch();
    },
    draining: () => change("draining", state.itemId),
    stop: () => heartbeat.stop(),
  };
}
