import { statement } from "../store/statement";
import type { Tx } from "../store/store";
import { deviceTarget } from "./targets";

const FORGET = statement(
  `UPDATE notification_settings SET channel = NULL, address = NULL, subscribed_at = NULL, problem = ?2
   WHERE device_id = ?1`,
);
const DROP = statement("DELETE FROM deliveries WHERE target = ?1 AND state = 0");

/** Sends a device nothing more. `problem` tells why, where it was not its own wish. */
export async function forgetSubscription(tx: Tx, deviceId: string, problem: string | null): Promise<void> {
  await tx.run(FORGET, deviceId, problem);
  await tx.run(DROP, deviceTarget(deviceId));
}
