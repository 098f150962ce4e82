import type { Notification, NotificationKind } from "@pushpals/protocol";
import { count } from "@pushpals/sdk";
import type { LucideIcon } from "lucide-react-native";
import CircleAlert from "lucide-react-native/icons/circle-alert";
import CircleCheck from "lucide-react-native/icons/circle-check";
import MessageCircleQuestionMark from "lucide-react-native/icons/message-circle-question-mark";
import ShieldQuestionMark from "lucide-react-native/icons/shield-question-mark";
import type { Tone } from "../../ui/text";

interface KindWords {
  kind: NotificationKind;
  title: string;
  detail: string;
  icon: LucideIcon;
  tone: Tone;
  /** So many of them. */
  many: (count: number) => string;
}

/** The most urgent first. */
export const KINDS: readonly KindWords[] = [
  {
    kind: "approval",
    title: "Approvals",
    detail: "Something waits for your yes or no",
    icon: ShieldQuestionMark,
    tone: "warning",
    many: (number) => count(number, "approval"),
  },
  {
    kind: "question",
    title: "Questions",
    detail: "A job has asked, and stands still until you answer",
    icon: MessageCircleQuestionMark,
    tone: "warning",
    many: (number) => count(number, "question"),
  },
  {
    kind: "failed",
    title: "Failures",
    detail: "A request ended without all that it was about",
    icon: CircleAlert,
    tone: "danger",
    many: (number) => count(number, "failure"),
  },
  {
    kind: "done",
    title: "Done",
    detail: "A request was answered, or has landed",
    icon: CircleCheck,
    tone: "success",
    many: (number) => `${number} done`,
  },
];

export const wordsOf = (kind: NotificationKind): KindWords | undefined => KINDS.find((one) => one.kind === kind);

/** "1 approval, 2 failures". */
export function summaryOf(notifications: readonly Notification[]): string {
  return KINDS.flatMap(({ kind, many }) => {
    const number = notifications.filter((one) => one.kind === kind).length;
    return number === 0 ? [] : [many(number)];
  }).join(", ");
}
