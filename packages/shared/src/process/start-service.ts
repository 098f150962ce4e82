import { Output } from "./output";
import { spawnGroup } from "./spawn";
import { endGroup } from "./terminate";
import type { Service, ServiceOptions } from "./types";

const DEFAULT_STOP_GRACE_MS = 5_000;
const DRAIN_QUIET_MS = 250;
const DRAIN_MAX_MS = 2_000;

/**
 * Starts a long-lived child in its own process group. Its stdin is a pipe that this process never writes to:
 * the child sees its end when this process dies, however that happens. What is left of the group after the child's
 * own exit is ended too. A program that cannot be started gives pid 0 and exit code 127, with the reason as a line.
 */
export function startService(options: ServiceOptions): Service {
  const spawned = spawnGroup({ ...options, stdin: "pipe" });
  if (!spawned.ok) {
    options.onLine?.("stderr", spawned.error);
    return { pid: 0, exited: Promise.resolve({ exitCode: 127, signal: null }), stop: async () => undefined };
  }
  const { child } = spawned;
  const output = new Output({
    maxBytes: 0,
    onLine: options.onLine,
    onActivity: () => undefined,
    onOverflow: () => undefined,
  });
  output.read("stdout", child.stdout);
  output.read("stderr", child.stderr);
  const exited = child.exited.then(async (exit) => {
    await endGroup(child.pid, DEFAULT_STOP_GRACE_MS);
    await output.drain(DRAIN_QUIET_MS, DRAIN_MAX_MS);
    return exit;
  });
  return {
    pid: child.pid,
    exited,
    stop: async (graceMs = DEFAULT_STOP_GRACE_MS) => {
      await endGroup(child.pid, graceMs);
      await exited;
    },
  };
}
