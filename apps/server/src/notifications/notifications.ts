import type { NotificationKind } from "@pushpals/protocol";
import type { Core } from "../core";
import { DeliveryLoop } from "./delivery/delivery-loop";
import { noteEvent } from "./note-event";
import type { NotificationTargets } from "./targets";
import type { VapidKeys } from "./vapid-keys";
import { readWebhook, type Webhook } from "./webhooks";

export interface NotificationOptions {
  details: boolean;
  vapid: VapidKeys;
  /** `mailto:` or `https:` (RFC 8292, 2.1). */
  contact: string;
  pushServices: readonly string[];
  expoUrl: string;
  /** As in the configuration. */
  webhooks: readonly string[];
  webhookKinds: readonly NotificationKind[];
  /** Where people reach the client, for links in webhooks. */
  clientUrl: string;
}

/** All that notifications need to be noted and sent. */
export interface Notifications extends NotificationTargets, Omit<NotificationOptions, "webhooks"> {
  webhooks: readonly Webhook[];
  /** Stops sending. What is on its way may come to its end first. */
  close(): Promise<void>;
}

/** From now on every event that people are told of is noted in its own transaction, and sent. */
export async function openNotifications(core: Core, options: NotificationOptions): Promise<Notifications> {
  const webhooks = options.webhooks.map(readWebhook);
  const loop = new DeliveryLoop(core, { ...options, webhooks });
  const notifications: Notifications = {
    ...options,
    webhooks,
    wake: () => loop.wake(),
    close: () => loop.close(),
  };
  core.events.onEvent = noteEvent(core, notifications);
  await loop.start();
  return notifications;
}
