import { listProcesses } from "./list-processes";

const POLL_MS = 10;
/** How long to wait for the kernel to end what was sent SIGKILL; longer means it hangs in a system call. */
const KILLED_WAIT_MS = 2_000;

/** Ends a process group: SIGTERM, up to `graceMs`, then SIGKILL. Resolves when it is gone, within a bound. */
export async function endGroup(pgid: number, graceMs: number): Promise<void> {
  if (!signalGroup(pgid, "SIGTERM")) return;
  if (await goneWithin(pgid, graceMs)) return;
  signalGroup(pgid, "SIGKILL");
  await goneWithin(pgid, KILLED_WAIT_MS);
}

/** Whether any process of the group still runs. One that has died but was not reaped yet does not count. */
export function groupAlive(pgid: number): boolean {
  return signalGroup(pgid, 0) && (process.platform !== "linux" || hasLiveMember(pgid));
}

async function goneWithin(pgid: number, ms: number): Promise<boolean> {
  const deadline = performance.now() + ms;
  while (groupAlive(pgid)) {
    if (performance.now() >= deadline) return false;
    await Bun.sleep(POLL_MS);
  }
  return true;
}

/** False when the group has no process left. */
function signalGroup(pgid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pgid, signal);
    return true;
  } catch (error) {
    // EPERM: somebody is there whom this user may not signal.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Zombies answer to signal 0 until their parent reaps them, which an idle init may do seconds later: ask /proc. */
const hasLiveMember = (pgid: number): boolean => listProcesses().some(({ group, live }) => group === pgid && live);
