import type { ServerWebSocket, WebSocketHandler } from "bun";
import { frameText } from "./sse";
import type { Subscription } from "./subscription";

/** Bytes not yet taken by the other side at which sending waits for it. */
const HIGH_WATER_BYTES = 1024 * 1024;

export interface SocketData {
  subscription: Subscription;
  /** Resolves the pump's wait for room. */
  drained: (() => void) | null;
}

/** Sends a session's frames over a WebSocket, one a message, as fast as the other side takes them. */
export const eventSocket: WebSocketHandler<SocketData> = {
  // Longer than the keepalive, which Bun sends as pings by itself.
  idleTimeout: 120,
  sendPings: true,
  maxPayloadLength: 64 * 1024,
  backpressureLimit: 64 * 1024 * 1024,
  closeOnBackpressureLimit: true,
  open(socket) {
    void pump(socket);
  },
  // A browser shows its page no pings: an empty message asks for a sign of life, and gets one.
  message(socket, message) {
    if (message.length === 0) socket.sendText("");
  },
  drain(socket) {
    socket.data.drained?.();
  },
  close(socket) {
    socket.data.subscription.end();
    socket.data.drained?.();
  },
};

async function pump(socket: ServerWebSocket<SocketData>): Promise<void> {
  const { subscription } = socket.data;
  for (let frames = await subscription.next(); frames; frames = await subscription.next())
    for (const frame of frames) {
      if (socket.readyState !== WebSocket.OPEN) return;
      socket.sendText(frameText(frame));
      if (socket.getBufferedAmount() > HIGH_WATER_BYTES) await room(socket);
    }
  if (socket.readyState === WebSocket.OPEN) socket.close(1000, "end of stream");
}

async function room(socket: ServerWebSocket<SocketData>): Promise<void> {
  await new Promise<void>((resolve) => {
    socket.data.drained = resolve;
  });
  socket.data.drained = null;
}
