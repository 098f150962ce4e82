import type { Refusal } from "@pushpals/protocol";

/**
 * How this device stands with its server. `online`: the pulse is open, what is shown is true. All others are shown over
 * what was known last: `reconnecting` was online a moment ago; `unavailable` does not answer; `offline` has no network.
 */
export type Connection =
  | { name: "connecting" }
  | { name: "online" }
  | { name: "reconnecting"; reason: string; retryAt: number | null }
  | { name: "unavailable"; reason: string; retryAt: number | null }
  | { name: "offline" }
  | { name: "signed_out"; reason: string | null };

export interface Situation {
  connection: Connection;
  /** What the device says of its network; true where it says nothing. */
  network: boolean;
  /** Tries that failed since it was online. */
  failures: number;
  wasOnline: boolean;
}

export type Input =
  | { type: "trying" }
  | { type: "opened" }
  | { type: "lost"; reason: string; retryAt: number }
  | { type: "refused"; refusal: Refusal }
  | { type: "network"; online: boolean }
  /** There is a server and, as far as is known, a token for it. */
  | { type: "signed_in" }
  | { type: "signed_out"; reason: string | null };

export const START: Situation = { connection: { name: "connecting" }, network: true, failures: 0, wasOnline: false };

/** A break is nothing to speak of; this many in a row are. */
const PATIENCE = 3;

/** What follows from an input: pure, so that every way through it is tested. */
export function next(now: Situation, input: Input): Situation {
  switch (input.type) {
    case "opened":
      // Whatever the device says of its network: a server on the same machine needs none.
      return { ...now, connection: { name: "online" }, failures: 0, wasOnline: true };
    case "trying":
      return { ...now, connection: beingTried(now.connection) };
    case "lost":
      return lost({ ...now, failures: now.failures + 1 }, input.reason, input.retryAt);
    case "refused":
      return refused(now, input.refusal);
    case "network":
      return networkChanged(now, input.online);
    case "signed_in":
      return { ...START, network: now.network };
    case "signed_out":
      return { ...START, network: now.network, connection: { name: "signed_out", reason: input.reason } };
  }
}

const beingTried = (connection: Connection): Connection =>
  connection.name === "reconnecting" || connection.name === "unavailable"
    ? { ...connection, retryAt: null }
    : connection;

function lost(now: Situation, reason: string, retryAt: number): Situation {
  if (now.connection.name === "signed_out") return now;
  if (!now.network) return { ...now, connection: { name: "offline" } };
  const name = now.wasOnline && now.failures < PATIENCE ? "reconnecting" : "unavailable";
  return { ...now, connection: { name, reason, retryAt } };
}

/** A server that does not know the token has signed this device out; any other no is one that stays. */
function refused(now: Situation, { code, message }: Refusal): Situation {
  if (code === "unauthorized") return next(now, { type: "signed_out", reason: now.wasOnline ? message : null });
  return { ...now, connection: { name: "unavailable", reason: message, retryAt: null } };
}

function networkChanged(now: Situation, online: boolean): Situation {
  const { name } = now.connection;
  if (name === "signed_out") return { ...now, network: online };
  if (!online) return { ...now, network: false, connection: { name: "offline" } };
  return name === "offline" ? { ...now, network: true, connection: { name: "connecting" } } : { ...now, network: true };
}

/** A device that slept this long may hold a line that only seems to live; its silence would show that much later. */
const LONG_HIDDEN_MS = 10_000;

/** Whether to connect anew, now that somebody looks again. A line that was just there needs no other one. */
export function isWorthATry(name: Connection["name"], hiddenMs: number): boolean {
  if (name === "signed_out") return false;
  return name !== "online" || hiddenMs >= LONG_HIDDEN_MS;
}
