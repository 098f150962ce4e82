import type { PushMessage, WebSubscription } from "@pushpals/protocol";
import webPush from "web-push";
import { isAllowedEndpoint } from "../push-services";
import type { VapidKeys } from "../vapid-keys";
import { type Attempt, judge, post } from "./result";

/** How long a push service keeps it for a device that is off. */
export const PUSH_TTL_S = 86_400;

export interface WebPushSender {
  vapid: VapidKeys;
  contact: string;
  pushServices: readonly string[];
}

/** Sends to a browser: encrypted for it alone (RFC 8291), signed by this server (RFC 8292). */
export async function sendWebPush(
  sender: WebPushSender,
  { endpoint, keys }: WebSubscription,
  message: PushMessage,
  signal: AbortSignal,
): Promise<Attempt> {
  // Asked again: the list may have become shorter since the device subscribed.
  if (!isAllowedEndpoint(endpoint, sender.pushServices))
    return { kind: "gone", why: "its push service is not in notifications.push_services any more" };
  const details = webPush.generateRequestDetails({ endpoint, keys }, JSON.stringify(message), {
    vapidDetails: { subject: sender.contact, ...sender.vapid },
    TTL: PUSH_TTL_S,
    urgency: message.kind === "done" ? "normal" : "high",
    // A push service that still holds it replaces it by this one.
    topic: `n${message.id}`,
    contentEncoding: "aes128gcm",
  });
  const headers = Object.fromEntries(
    Object.entries(details.headers).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const answer = await post(details.endpoint, { headers, body: details.body ?? new Uint8Array() }, signal);
  return "status" in answer ? judge(answer.status, answer.retryAfter) : answer;
}
