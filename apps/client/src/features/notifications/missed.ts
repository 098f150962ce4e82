import type { Notification, NotificationKind } from "@pushpals/protocol";
import { routes } from "../../lib/routes";

/** What a person is told in the client itself, when something new is there. */
export type Notice =
  | { kind: "none" }
  /** It happened while they looked: said by itself. */
  | { kind: "news"; notification: Notification }
  /** It happened while they did not: said together. */
  | { kind: "missed"; notifications: readonly Notification[] };

/**
 * Out of what is new since the last look. What was settled meanwhile, is not wanted here, or is what the person looks
 * at anyway, is not said.
 */
export function noticeOf(
  fresh: readonly Notification[],
  wanted: readonly NotificationKind[],
  here: { path: string; wasAway: boolean },
): Notice {
  const told = fresh.filter((one) => one.settledAt === null && wanted.includes(one.kind) && !isShownAt(here.path, one));
  const [newest, ...others] = told;
  if (!newest) return { kind: "none" };
  return here.wasAway || others.length > 0
    ? { kind: "missed", notifications: told }
    : { kind: "news", notification: newest };
}

/** What is new in a chat is seen there, and what waits for a person on the page of what does. */
function isShownAt(path: string, { kind, link, sessionId }: Notification): boolean {
  if (path === pathOf(link) || (sessionId !== null && path === routes.chat(sessionId))) return true;
  return path === routes.needsYou && kind !== "done";
}

const pathOf = (link: string): string => link.replace(/[?#].*$/, "");
