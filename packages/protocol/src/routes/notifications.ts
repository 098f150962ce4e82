import { z } from "zod";
import { timestamp } from "../ids";
import { notification, notificationKind, pushSubscription } from "../notifications";
import { ok } from "./common";
import { route } from "./route";

const kinds = z.array(notificationKind).max(4);

export const notificationSettings = z
  .strictObject({
    /** What this device wants to hear of. */
    kinds,
    /** How it is reached while its client is closed; null when it is not. */
    push: z
      .strictObject({
        channel: z.enum(["web", "expo"]),
        /** Whose push service that is. */
        service: z.string(),
        since: timestamp,
        /** Why the last one did not get through; null when it did. */
        problem: z.string().nullable(),
      })
      .nullable(),
    /** For `pushManager.subscribe`: this server's own key (RFC 8292). */
    vapidPublicKey: z.string(),
    /** Where else this server sends notifications, by its configuration. */
    webhooks: z.array(z.strictObject({ form: z.enum(["ntfy", "slack", "json"]), host: z.string() })),
  })
  .meta({ id: "NotificationSettings" });
export type NotificationSettings = z.infer<typeof notificationSettings>;

const settingsReply = z.strictObject({ ok: z.literal(true), settings: notificationSettings });

export const notificationRoutes = {
  list: route({
    method: "GET",
    path: "/notifications",
    summary: "Notifications, newest first; with `after`, those that a device has missed since then",
    scope: "read",
    query: z.strictObject({
      after: z.coerce.number().int().nonnegative().optional(),
      limit: z.coerce.number().int().min(1).max(200).optional(),
    }),
    reply: z.strictObject({
      ok: z.literal(true),
      notifications: z.array(notification),
      /** Id of the newest there is, 0 without any: `after` of the next time. */
      latest: z.int().nonnegative(),
    }),
  }),
  settings: route({
    method: "GET",
    path: "/notifications/settings",
    summary: "What the device that calls is told of, and how",
    scope: "read",
    reply: settingsReply,
  }),
  saveSettings: route({
    method: "PUT",
    path: "/notifications/settings",
    summary: "Choose what the device that calls is told of",
    scope: "read",
    body: z.strictObject({ kinds }),
    reply: settingsReply,
  }),
  subscribe: route({
    method: "PUT",
    path: "/notifications/subscription",
    summary: "Have the device that calls told while its client is closed, by its push service",
    scope: "read",
    body: pushSubscription,
    reply: settingsReply,
  }),
  unsubscribe: route({
    method: "DELETE",
    path: "/notifications/subscription",
    summary: "Send the device that calls nothing more while its client is closed",
    scope: "read",
    reply: settingsReply,
  }),
  test: route({
    method: "POST",
    path: "/notifications/test",
    summary: "Send one to the device that calls, to see whether it comes",
    scope: "read",
    body: z.strictObject({}),
    reply: ok,
  }),
} as const;
