import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** What Push Pals keeps in its data directory. Nothing else in there is ever removed. */
const OWN =
  /^(pushpals\.sqlite(-wal|-shm|\.lock)?|mirror\.git|mirror\.lock|published\.git|\.worktrees|source_control_manager|tokens|repository\.json|logs|open-client\.html|vapid\.json)$/;

/** The entries of a data directory that a clean start removes. */
export async function ownEntries(dataDir: string): Promise<string[]> {
  const names = await readdir(dataDir);
  return names.filter((name) => OWN.test(name)).sort();
}

/** Removes Push Pals' own state. The user's repository and the remote stay as they are. */
export async function clean(dataDir: string, entries: readonly string[]): Promise<void> {
  for (const name of entries) await rm(join(dataDir, name), { recursive: true, force: true });
}

/** Asks on a terminal; without one the answer has to be given by `--yes`. */
export function confirmed(dataDir: string, entries: readonly string[], yes: boolean): boolean {
  if (yes || entries.length === 0) return true;
  console.log(`This removes from ${dataDir}: ${entries.join(", ")}.`);
  console.log("Your repository stays as it is, and so do the branches on the remote.");
  if (process.stdin.isTTY && process.stdout.isTTY) return confirm("Remove it?");
  console.error("There is no terminal to ask on: say --clean --yes.");
  return false;
}
