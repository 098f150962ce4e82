import { z } from "zod";
import { sessionId, timestamp, uuid } from "./ids";

/** What a person is told of who does not look: a request that is over, well or not, and what waits for an answer. */
export const NOTIFICATION_KINDS = ["done", "failed", "approval", "question"] as const;
export const notificationKind = z.enum(NOTIFICATION_KINDS).meta({ id: "NotificationKind" });
export type NotificationKind = z.infer<typeof notificationKind>;

/** What is sent to a device: little, as push services take 4 KiB at most. */
export const pushMessage = z
  .strictObject({
    /** Grows with time; the same notification never comes twice under one id. */
    id: z.int().positive(),
    kind: notificationKind,
    title: z.string().max(200),
    body: z.string().max(1_000),
    /** Path in the client, as `/chats/dev`. */
    link: z.string().startsWith("/"),
  })
  .meta({ id: "PushMessage" });
export type PushMessage = z.infer<typeof pushMessage>;

export const notification = pushMessage
  .extend({
    sessionId: sessionId.nullable(),
    requestId: uuid.nullable(),
    jobId: uuid.nullable(),
    approvalId: uuid.nullable(),
    at: timestamp,
    /** When an approval was decided, or a question answered; null for what still waits, and for news. */
    settledAt: timestamp.nullable(),
  })
  .meta({ id: "Notification" });
export type Notification = z.infer<typeof notification>;

/** What the Web Push API of a browser gives (RFC 8030, RFC 8291). */
export const webSubscription = z.strictObject({
  channel: z.literal("web"),
  endpoint: z.url().max(2_000),
  keys: z.strictObject({
    p256dh: z.string().regex(/^[A-Za-z0-9_-]{87}=?$/, "an uncompressed P-256 point in base64url"),
    auth: z.string().regex(/^[A-Za-z0-9_-]{22}(==)?$/, "16 bytes in base64url"),
  }),
});
export type WebSubscription = z.infer<typeof webSubscription>;

/** What `expo-notifications` gives on a phone. */
export const expoSubscription = z.strictObject({
  channel: z.literal("expo"),
  token: z.string().regex(/^Expo(nent)?PushToken\[[\w-]{1,200}\]$/, "a token such as ExponentPushToken[…]"),
});
export type ExpoSubscription = z.infer<typeof expoSubscription>;

export const pushSubscription = z.discriminatedUnion("channel", [webSubscription, expoSubscription]);
export type PushSubscriptionInput = z.infer<typeof pushSubscription>;
