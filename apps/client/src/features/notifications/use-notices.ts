import { type Href, usePathname, useRouter } from "expo-router";
import { useEffect, useRef } from "react";
import { isShown, watchDevice } from "../../lib/connection/device-signals";
import { onPulse } from "../../lib/connection/pulse";
import { useConnection } from "../../lib/connection/store";
import { showToast } from "../../ui/toast";
import { lookForNews } from "./look-for-news";
import { onNotificationOpened } from "./push";
import { renewSubscription } from "./renew-subscription";
import { toastOf } from "./toast-of";

/** Tells in the client itself what is new, and what was missed; opens what a person presses on outside of it. */
export function useNotices(): void {
  const router = useRouter();
  const path = useRef("/");
  path.current = usePathname();
  const isOnline = useConnection().name === "online";

  useEffect(() => onNotificationOpened((link) => router.push(link as Href)), [router]);

  useEffect(() => {
    if (!isOnline) return;
    const look = async (wasAway: boolean) => {
      const notice = await lookForNews({ path: path.current, wasAway });
      if (notice.kind !== "none") showToast(toastOf(notice, (link) => router.push(link as Href)));
    };
    void look(true);
    void renewSubscription();
    const stops = [
      // What comes while nobody looks is said when somebody does.
      onPulse(({ type }) => void (type === "notified" && isShown() && look(false))),
      watchDevice({ onShown: () => void look(true), onNetwork: () => undefined }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [isOnline, router]);
}
