import type { Connection } from "./connection/state";
import { storage } from "./storage";

const KEY = "pushpals.signed-in";

/** Whether the server let this device in the last time that it said anything. */
export const wasSignedIn = (): boolean => storage.get(KEY) !== null;

export function noteSignIn(connection: Connection["name"]): void {
  if (connection === "online") storage.set(KEY, "yes");
  if (connection === "signed_out") storage.remove(KEY);
}
