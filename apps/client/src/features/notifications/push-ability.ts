import type { PushSubscriptionInput } from "@pushpals/protocol";

/** Whether this device can be told while its client is closed. */
export type PushAbility =
  | { state: "allowed" }
  | { state: "not_asked" }
  /** A person has said no; only they can change it. */
  | { state: "denied"; how: string }
  | { state: "impossible"; why: string };

export type Asked = { ok: true; subscription: PushSubscriptionInput } | { ok: false; reason: string };
