import type { FailureCode } from "@pushpals/protocol";
import type { LandingDesk } from "../landing-desk";
import type { LandingFigures } from "./landing-metrics";

export interface Figures extends LandingFigures {
  /** Completions as the server counts them; null while it cannot be asked. */
  queue: { pending: number; blocked: number; claimed: number } | null;
  /** Claimed by this daemon and not settled yet. */
  inHand: number;
  /** Why nothing lands now, and since when; null while landings get through. */
  paused: { code: FailureCode; message: string; since: number } | null;
}

const MESSAGE_CHARS = 300;

/** How landings go. Without the output of checks: who asks shows no token. */
export async function readFigures(desk: LandingDesk, inHand: number): Promise<Figures> {
  const listed = await desk.client.completions.list({ limit: 1 });
  const { paused } = desk.outage;
  const message = paused?.failure.message.split("\n", 1)[0]?.slice(0, MESSAGE_CHARS) ?? "";
  return {
    ...desk.metrics.figures(),
    queue: listed.ok
      ? {
          pending: listed.counts.pending ?? 0,
          blocked: listed.counts.blocked ?? 0,
          claimed: listed.counts.claimed ?? 0,
        }
      : null,
    inHand,
    paused: paused && { code: paused.failure.code, message, since: paused.since },
  };
}
