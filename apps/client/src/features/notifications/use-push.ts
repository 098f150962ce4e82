import { type NotificationSettings, refuse } from "@pushpals/protocol";
import { useEffect, useState } from "react";
import { useWrite } from "../../lib/query";
import { showToast } from "../../ui/toast";
import { askForPush, dropPush, pushAbility } from "./push";
import type { PushAbility } from "./push-ability";

/** Switches on and off that this device is told while its client is closed. */
export function usePush(settings: NotificationSettings) {
  const [ability, setAbility] = useState<PushAbility | null>(null);
  const look = () => void pushAbility().then(setAbility);
  useEffect(look, []);
  const change = useWrite(
    async (client, on: boolean) => {
      if (!on) {
        await dropPush();
        return client.notifications.unsubscribe({});
      }
      const asked = await askForPush(settings.vapidPublicKey);
      return asked.ok ? client.notifications.subscribe(asked.subscription) : refuse("bad_request", asked.reason);
    },
    {
      invalidates: [["notification-settings"]],
      onDone: look,
      onRefused: ({ message }) => {
        look();
        showToast({ title: "Nothing was switched", detail: message, tone: "danger" });
      },
    },
  );
  return { ability, change };
}
