import type { NotificationKind } from "@pushpals/protocol";
import { routes } from "../../lib/routes";
import type { Toast } from "../../ui/toast";
import { summaryOf } from "./kinds";
import type { Notice } from "./missed";

const TONES: Record<NotificationKind, NonNullable<Toast["tone"]>> = {
  done: "success",
  failed: "danger",
  approval: "info",
  question: "info",
};

/** How a notice is said, with the way to what it is about. */
export function toastOf(notice: Exclude<Notice, { kind: "none" }>, go: (link: string) => void): Toast {
  if (notice.kind === "news") {
    const { kind, title, body, link } = notice.notification;
    return {
      title,
      tone: TONES[kind],
      ...(body === "" ? {} : { detail: body }),
      action: { title: "Open", onPress: () => go(link) },
    };
  }
  const waits = notice.notifications.some(({ kind }) => kind !== "done");
  const place = waits ? routes.needsYou : routes.settingsSection("notifications");
  return {
    title: "While you were away",
    detail: summaryOf(notice.notifications),
    action: { title: "Show", onPress: () => go(place) },
  };
}
