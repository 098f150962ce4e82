/** A message that is on its way to the team. Its id is its idempotency key: however often it is sent, it counts once. */
export interface Outgoing {
  readonly id: string;
  readonly sessionId: string;
  readonly text: string;
  readonly at: number;
  /** The session's cursor when it was written: what arrives after it may be this message. */
  readonly afterCursor: number;
  readonly state: "waiting" | "sending" | "refused";
  /** What the front desk says meanwhile, or why the message did not get through. */
  readonly note: string;
}

/** In the order in which they were written. */
export type Outbox = readonly Outgoing[];

export const added = (outbox: Outbox, one: Omit<Outgoing, "state" | "note">): Outbox =>
  outbox.some(({ id }) => id === one.id) ? outbox : [...outbox, { ...one, state: "waiting", note: "" }];

export const changed = (outbox: Outbox, id: string, to: Partial<Pick<Outgoing, "state" | "note">>): Outbox =>
  outbox.map((one) => (one.id === id ? { ...one, ...to } : one));

export const without = (outbox: Outbox, id: string): Outbox => outbox.filter((one) => one.id !== id);

/** What to send now: the oldest of a session, one at a time, past what was refused for good. */
export function nextOf(outbox: Outbox, sessionId: string): Outgoing | null {
  const open = outbox.filter((one) => one.sessionId === sessionId && one.state !== "refused");
  const [first] = open;
  return first?.state === "waiting" ? first : null;
}

/** As it was kept by an earlier run of the app: what was being sent then is sent again, with its key. */
export function restored(json: string | null): Outbox {
  if (json === null) return [];
  const value: unknown = JSON.parse(json);
  if (!Array.isArray(value)) return [];
  return value.filter(isOutgoing).map((one) => (one.state === "sending" ? { ...one, state: "waiting" } : one));
}

function isOutgoing(value: unknown): value is Outgoing {
  if (typeof value !== "object" || value === null) return false;
  const one = value as Record<string, unknown>;
  const texts = ["id", "sessionId", "text", "note"].every((key) => typeof one[key] === "string");
  return texts && typeof one["at"] === "number" && ["waiting", "sending", "refused"].includes(String(one["state"]));
}

/** What of it the session does not show yet: a message shows up there a moment before its sender hears that it did. */
export function notArrived(
  outbox: Outbox,
  sessionId: string,
  messages: readonly { readonly cursor: number; readonly text: string }[],
): Outgoing[] {
  const taken = new Set<number>();
  return outbox.filter((one) => {
    if (one.sessionId !== sessionId) return false;
    const itself = messages.find(
      ({ cursor, text }) => cursor > one.afterCursor && text === one.text && !taken.has(cursor),
    );
    if (itself) taken.add(itself.cursor);
    return !itself;
  });
}
