import { currentClient } from "../../lib/query";
import { renewedPush } from "./push";

/** Tells the server the address that this device has now: its push service may have given it another one. */
export async function renewSubscription(): Promise<void> {
  const client = currentClient();
  const reply = await client.notifications.settings({});
  if (!reply.ok || reply.settings.push?.channel !== "web") return;
  const subscription = await renewedPush(reply.settings.vapidPublicKey);
  if (subscription) await client.notifications.subscribe(subscription);
}
