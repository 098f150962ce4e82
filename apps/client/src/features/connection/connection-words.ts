import type { Connection } from "../../lib/connection/state";

export interface ConnectionWords {
  /** The state in a word or two. */
  title: string;
  /** What it means for what is on the screen, and what happens next. */
  detail: string;
  tone: "success" | "neutral" | "warning" | "danger";
}

/** A connection state for a person; `now` for the seconds until the next try. */
export function connectionWords(connection: Connection, now: number): ConnectionWords {
  switch (connection.name) {
    case "online":
      return { title: "Connected", detail: "What you see is live.", tone: "success" };
    case "connecting":
      return { title: "Connecting", detail: "Asking the server how things stand.", tone: "neutral" };
    case "reconnecting":
      return { title: "Reconnecting", detail: tryingAgain(connection.retryAt, now), tone: "neutral" };
    case "unavailable":
      return {
        title: "The server does not answer",
        detail: `You see what was known last. ${tryingAgain(connection.retryAt, now)}`,
        tone: "warning",
      };
    case "offline":
      return {
        title: "Offline",
        detail: "No network. You see what was known last; it goes on by itself.",
        tone: "warning",
      };
    case "signed_out":
      return { title: "Signed out", detail: connection.reason ?? "This device is not paired.", tone: "danger" };
  }
}

function tryingAgain(retryAt: number | null, now: number): string {
  if (retryAt === null) return "Trying now.";
  const seconds = Math.max(0, Math.ceil((retryAt - now) / 1000));
  return seconds === 0 ? "Trying again." : `Trying again in ${seconds} s.`;
}
