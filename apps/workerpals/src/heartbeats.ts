import type { Lane } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";

const EVERY_MS = 10_000;

export interface HeartbeatFacts {
  workerId: string;
  lanes: Lane[];
  sandbox: "none" | "process" | "container" | "refused";
  labels: string[];
}

/** Tells the hub that this worker lives and what it does: at each change, and every 10 s. A lost one does no harm. */
export function startHeartbeats(client: Pick<Client, "workers">, facts: HeartbeatFacts) {
  let state: { status: "idle" | "busy" | "draining" | "stopped"; itemId: string | null } = {
    status: "idle",
    itemId: null,
  };
  const send = () => client.workers.heartbeat({ ...facts, ...state, role: "workerpal", pid: process.pid });
  const change = (next: typeof state) => {
    state = next;
    return send();
  };
  void send();
  const timer = setInterval(() => void send(), EVERY_MS);
  return {
    idle: () => void change({ status: "idle", itemId: null }),
    busy: (itemId: string) => void change({ status: "busy", itemId }),
    draining: () => void change({ ...state, status: "draining" }),
    async stop(): Promise<void> {
      clearInterval(timer);
      await change({ status: "stopped", itemId: null });
    },
  };
}
