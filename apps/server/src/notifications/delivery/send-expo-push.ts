import type { ExpoSubscription, PushMessage } from "@pushpals/protocol";
import { z } from "zod";
import { type Attempt, judge, post } from "./result";
import { PUSH_TTL_S } from "./send-web-push";

/** How Expo says what became of one message: https://docs.expo.dev/push-notifications/sending-notifications/ */
export const expoOutcome = z.object({
  status: z.enum(["ok", "error"]),
  details: z.object({ error: z.string().optional() }).optional(),
});
const ticket = expoOutcome.extend({ id: z.string().max(200).optional() });
const tickets = z.object({ data: z.union([ticket, z.array(ticket).min(1)]) });

/** Sends to a phone by Expo's push service, which passes it on to Apple or Google. */
export async function sendExpoPush(
  url: string,
  { token }: ExpoSubscription,
  message: PushMessage,
  signal: AbortSignal,
): Promise<Attempt> {
  if (url === "") return { kind: "gone", why: "notifications.expo_url is empty" };
  const { id, kind, title, body, link } = message;
  const sent = {
    to: token,
    title,
    body,
    data: { id, kind, link },
    sound: "default",
    channelId: "default",
    priority: kind === "done" ? "normal" : "high",
    ttl: PUSH_TTL_S,
  };
  const headers = { "content-type": "application/json", accept: "application/json" };
  const answer = await post(url, { headers, body: JSON.stringify(sent) }, signal);
  if (!("status" in answer)) return answer;
  const judged = judge(answer.status, answer.retryAfter);
  // A 404 here is a wrong address of the service, and says nothing of the device.
  if (judged.kind === "gone") return { kind: "refused", why: judged.why };
  return judged.kind === "sent" ? judgeTicket(answer.text) : judged;
}

function judgeTicket(text: string): Attempt {
  const parsed = tickets.safeParse(asJson(text));
  const found = parsed.success ? [parsed.data.data].flat()[0] : undefined;
  if (!found) return { kind: "unknown", why: "the answer holds no push ticket" };
  if (found.status === "ok") return found.id === undefined ? { kind: "sent" } : { kind: "sent", receiptId: found.id };
  const error = found.details?.error ?? "error";
  if (error === "DeviceNotRegistered") return { kind: "gone", why: error };
  if (error === "MessageRateExceeded") return { kind: "later", why: error, afterMs: null };
  return { kind: "refused", why: error };
}

/** Null for what is no JSON. */
export function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (_notJson) {
    return null;
  }
}
