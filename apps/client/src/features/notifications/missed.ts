import type { Notification, NotificationKind } from "@pushpals/protocol";

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
  const told = fresh.filter(
    ({ kind, settledAt, link }) => settledAt === null && wanted.includes(kind) && pathOf(link) !== here.path,
  );
  const [newest, ...others] = told;
  if (!newest) return { kind: "none" };
  return here.wasAway || others.length > 0
    ? { kind: "missed", notifications: told }
    : { kind: "news", notification: newest };
}

const pathOf = (link: string): string => link.replace(/[?#].*$/, "");
