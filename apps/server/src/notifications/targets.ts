import type { NotificationKind } from "@pushpals/protocol";
import { type Webhook, webhookTarget } from "./webhooks";

/** Where notifications go beside devices, and how much they say: from the configuration. */
export interface NotificationTargets {
  webhooks: readonly Webhook[];
  webhookKinds: readonly NotificationKind[];
  /** False: only that something happened. */
  details: boolean;
  /** There is something to deliver. */
  wake(): void;
}

export const deviceTarget = (deviceId: string): string => `device:${deviceId}`;

/** Null for what is no device. */
export const deviceOf = (target: string): string | null => /^device:(.*)$/.exec(target)?.[1] ?? null;

/** The webhooks that want to hear of this. */
export const webhookTargets = ({ webhooks, webhookKinds }: NotificationTargets, kind: NotificationKind): string[] =>
  webhookKinds.includes(kind) ? webhooks.map(webhookTarget) : [];
