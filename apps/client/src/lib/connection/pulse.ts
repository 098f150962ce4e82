import type { Pulse } from "@pushpals/protocol";
import { type StreamState, streamPulse } from "@pushpals/sdk";
import { reachOf } from "../client";
import type { Server } from "../server";
import { watchDevice } from "./device-signals";
import { pulseChanged, pulseConnected } from "./freshness";
import { isWorthATry } from "./state";
import { connectionNow, tell } from "./store";
import { onWake, wake } from "./wake";

const listeners = new Set<(pulse: Pulse) => void>();

/** Hears of each event of every session while the pulse is open. */
export function onPulse(listener: (pulse: Pulse) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Holds the one line that says how things stand with a server, and what has changed there, until the answer is called. */
export function followPulse(server: Server): () => void {
  let line = new AbortController();
  const connect = () => {
    line.abort();
    line = new AbortController();
    void follow(server, line.signal);
  };
  const stops = [
    onWake(connect),
    watchDevice({
      onShown: (hiddenMs) => isWorthATry(connectionNow().name, hiddenMs) && wake(),
      onNetwork: (online) => {
        tell({ type: "network", online });
        if (connectionNow().name !== "signed_out") wake();
      },
    }),
    () => line.abort(),
  ];
  connect();
  return () => {
    for (const stop of stops) stop();
  };
}

async function follow(server: Server, signal: AbortSignal): Promise<void> {
  const onState = (state: StreamState) => {
    if (signal.aborted) return;
    if (state.state === "connecting") tell({ type: "trying" });
    if (state.state === "reconnecting") tell({ type: "lost", reason: state.reason, retryAt: Date.now() + state.inMs });
  };
  for await (const item of streamPulse({ ...reachOf(server), signal, onState })) {
    if (signal.aborted) return;
    if (item.type === "connected") {
      tell({ type: "opened" });
      pulseConnected();
    }
    if (item.type === "end" && item.reason === "refused") tell({ type: "refused", refusal: item.refusal });
    if (item.type === "pulse") {
      pulseChanged(item.pulse.type);
      for (const listener of [...listeners]) listener(item.pulse);
    }
  }
}
