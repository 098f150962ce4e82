import type { Server } from "node:net";
import type { ModelDoor } from "./types";

/** Where a contained job finds the model: its network is its own, so the port is free in every one. */
export const MODEL_PORT = 9000;
export const MODEL_SOCKET_INSIDE = "/run/pushpals/model.sock";

/** For tiers with a network of their own: the socket is mounted, and a forwarder inside listens. */
export const doorInside = (socket: string): ModelDoor => ({
  url: `http://127.0.0.1:${MODEL_PORT}`,
  socket,
  close: async () => undefined,
});

/** Where jobs share this machine's network: a forwarder of this process, on a port of its own. */
export async function doorOnHost(socket: string): Promise<ModelDoor> {
  const { server, port } = await forwardPort(socket, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    socket,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Passes each connection to a port of the loopback on to a unix socket. Self-contained: its text also runs inside. */
async function forwardPort(socket: string, port: number): Promise<{ server: Server; port: number }> {
  const net = await import("node:net");
  const server = net.createServer((near) => {
    const far = net.connect(socket);
    near.pipe(far).pipe(near);
    near.on("error", () => far.destroy());
    near.on("close", () => far.destroy());
    far.on("error", () => near.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  return { server, port: typeof address === "object" && address !== null ? address.port : port };
}

const FORWARDER = `(${forwardPort.toString()})(process.env.PUSHPALS_MODEL_SOCKET, ${MODEL_PORT})
  .then(() => require("node:fs").writeFileSync(process.env.PUSHPALS_MODEL_READY, ""))`;

/** Starts the forwarder, waits until it listens, and becomes the command. */
const BESIDE = `
ready="\${TMPDIR:-/tmp}/.model-ready"
PUSHPALS_MODEL_SOCKET=${MODEL_SOCKET_INSIDE} PUSHPALS_MODEL_READY="$ready" BUN_BE_BUN=1 "$1" -e "$2" >/dev/null &
forwarder=$!
until [ -e "$ready" ]; do
  kill -0 "$forwarder" 2>/dev/null || { echo "the way to the model could not be opened" >&2; exit 70; }
  sleep 0.02
done
shift 2
exec "$@"`;

/** The command with the forwarder beside it, for use inside of a sandbox that has the socket mounted. */
export const withForwarder = (bun: string, command: readonly string[]): [string, ...string[]] => [
  "/bin/sh",
  "-c",
  BESIDE,
  "sh",
  bun,
  FORWARDER,
  ...command,
];
