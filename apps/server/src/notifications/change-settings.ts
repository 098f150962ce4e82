import {
  type NotificationKind,
  type NotificationSettings,
  type notificationRoutes,
  type PushSubscriptionInput,
  type Refusal,
  type RouteReply,
  refuse,
} from "@pushpals/protocol";
import type { Core, Principal } from "../core";
import type { Parsed } from "../parsed";
import { statement } from "../store/statement";
import type { Reader, Tx } from "../store/store";
import { addNotification } from "./add-notification";
import { forgetSubscription } from "./forget-subscription";
import type { Notifications } from "./notifications";
import { isAllowedEndpoint } from "./push-services";
import { type DeviceSettings, deviceSettings } from "./settings-row";
import { hostOf } from "./webhooks";

type Reply = RouteReply<typeof notificationRoutes.settings>;

const SAVE = statement(
  `INSERT INTO notification_settings (device_id, kinds, channel, address, subscribed_at, problem)
   VALUES (?1, ?2, ?3, ?4, ?5, NULL)
   ON CONFLICT (device_id) DO UPDATE SET kinds = excluded.kinds, channel = excluded.channel,
     address = excluded.address, subscribed_at = excluded.subscribed_at, problem = NULL`,
);
const CHOOSE = statement(
  `INSERT INTO notification_settings (device_id, kinds) VALUES (?1, ?2)
   ON CONFLICT (device_id) DO UPDATE SET kinds = excluded.kinds`,
);
export async function readSettings(
  core: Core,
  notifications: Notifications,
  caller: Principal,
): Promise<Reply | Refusal> {
  return caller.kind === "device" ? shown(core.store.read, notifications, caller.id) : notADevice(caller);
}

/** Chooses what the calling device hears of. */
export function saveSettings(
  core: Core,
  notifications: Notifications,
  input: Parsed<typeof notificationRoutes.saveSettings>,
  caller: Principal,
): Promise<Reply | Refusal> {
  return change(core, notifications, caller, async (tx) => {
    await tx.run(CHOOSE, caller.id, kindsText(input.kinds));
  });
}

/** Has the calling device told by its push service. Nothing is ever sent to a host that is none of the known ones. */
export async function subscribe(
  core: Core,
  notifications: Notifications,
  input: PushSubscriptionInput,
  caller: Principal,
): Promise<Reply | Refusal> {
  if (input.channel === "web" && !isAllowedEndpoint(input.endpoint, notifications.pushServices))
    return refuse(
      "bad_request",
      `${hostOf(input.endpoint)} is no push service that this server sends to; see notifications.push_services.`,
    );
  if (input.channel === "expo" && notifications.expoUrl === "")
    return refuse("bad_request", "This server sends nothing to phones: notifications.expo_url is empty.");
  return change(core, notifications, caller, async (tx) => {
    const { kinds } = await deviceSettings(tx, caller.id);
    await tx.run(SAVE, caller.id, kindsText(kinds), input.channel, JSON.stringify(input), core.clock.now());
  });
}

export function unsubscribe(core: Core, notifications: Notifications, caller: Principal): Promise<Reply | Refusal> {
  return change(core, notifications, caller, (tx) => forgetSubscription(tx, caller.id, null));
}

/** Sends one to the calling device alone. */
export async function sendTest(
  core: Core,
  notifications: Notifications,
  caller: Principal,
): Promise<{ ok: true } | Refusal> {
  if (caller.kind !== "device") return notADevice(caller);
  return core.store.write(async (tx): Promise<{ ok: true } | Refusal> => {
    if (!(await deviceSettings(tx, caller.id)).subscription)
      return refuse("bad_request", "This device is not told while its client is closed. Switch that on first.");
    await addNotification(core, tx, notifications, {
      kind: "done",
      verb: "Notifications work",
      subject: caller.name,
      body: "This is what they look like.",
      link: "/settings",
      sessionId: null,
      deviceId: caller.id,
    });
    return { ok: true };
  });
}

async function change(
  core: Core,
  notifications: Notifications,
  caller: Principal,
  work: (tx: Tx) => Promise<void>,
): Promise<Reply | Refusal> {
  if (caller.kind !== "device") return notADevice(caller);
  return core.store.write(async (tx): Promise<Reply> => {
    await work(tx);
    return shown(tx, notifications, caller.id);
  });
}

async function shown(reader: Reader, notifications: Notifications, deviceId: string): Promise<Reply> {
  const settings: NotificationSettings = {
    ...viewOf(await deviceSettings(reader, deviceId)),
    vapidPublicKey: notifications.vapid.publicKey,
    webhooks: notifications.webhooks.map(({ form, url }) => ({ form, host: hostOf(url) })),
  };
  return { ok: true, settings };
}

function viewOf({ kinds, subscription, since, problem }: DeviceSettings): Pick<NotificationSettings, "kinds" | "push"> {
  if (!subscription) return { kinds: [...kinds], push: null };
  const service = subscription.channel === "web" ? hostOf(subscription.endpoint) : "Expo";
  return { kinds: [...kinds], push: { channel: subscription.channel, service, since: since ?? 0, problem } };
}

const kindsText = (kinds: readonly NotificationKind[]): string => JSON.stringify([...new Set(kinds)].sort());

const notADevice = ({ name }: Principal): Refusal =>
  refuse("forbidden", `Notifications are set for a paired device; "${name}" is a role of this machine.`);
