import { notificationRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import { readSettings, saveSettings, sendTest, subscribe, unsubscribe } from "../notifications/change-settings";
import type { Notifications } from "../notifications/notifications";
import { listNotifications } from "../notifications/read-notifications";
import type { Mount } from "./mount";

export function mountNotifications(mount: Mount, core: Core, notifications: Notifications): void {
  const r = notificationRoutes;
  mount(r.list, (input, call) => listNotifications(core, input, call.caller));
  mount(r.settings, (_, call) => readSettings(core, notifications, call.caller));
  mount(r.saveSettings, (input, call) => saveSettings(core, notifications, input, call.caller));
  mount(r.subscribe, (input, call) => subscribe(core, notifications, input, call.caller));
  mount(r.unsubscribe, (_, call) => unsubscribe(core, notifications, call.caller));
  mount(r.test, (_, call) => sendTest(core, notifications, call.caller));
}
