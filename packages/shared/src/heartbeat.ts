import type { RouteInput, Routes } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";

export type HeartbeatBody = RouteInput<Routes["workers"]["heartbeat"]>;

export interface Heartbeat {
  /** Something has changed: say it at once. */
  touch(): void;
  /** Say goodbye. */
  stop(): Promise<void>;
}

/**
 * Says every `everyMs`, and at once on `touch()`, that this service lives. One beat is on its way at a time: what
 * changes meanwhile is said by the next one, so that a hub that was away gets one beat, not all that it missed.
 */
export function startHeartbeat(client: Client, describe: () => HeartbeatBody, everyMs: number): Heartbeat {
  let sending: Promise<void> | null = null;
  let hasChanged = false;
  let stopped = false;

  const send = async () => {
    do {
      hasChanged = false;
      await client.workers.heartbeat(describe());
    } while (hasChanged && !stopped);
    sending = null;
  };
  const touch = () => {
    if (stopped) return;
    if (sending) hasChanged = true;
    else sending = send();
  };
  const timer = setInterval(touch, everyMs);
  touch();
  return {
    touch,
    async stop() {
      if (stopped) return;
      stopped = true;
      clearInterval(timer);
      await sending;
      await client.workers.heartbeat({ ...describe(), status: "stopped", itemId: null });
    },
  };
}
