import { onInterrupt } from "@pushpals/shared/lifecycle";
import { type Context, printJson, refused } from "../context";
import { EXIT } from "../exit-codes";
import { createTimelinePrinter } from "../timeline";
import { cursorOf, follow } from "./follow";

export interface WatchOptions {
  session?: string | undefined;
  /** Cursor to start after; without it the last events are shown first. */
  after?: number | undefined;
  follow: boolean;
}

/** How many past events are shown when no cursor is given. */
const RECENT_EVENTS = 200;

/** Prints a session's timeline as it happens, until Ctrl-C. */
export async function watch(context: Context, options: WatchOptions): Promise<number> {
  const sessionId = options.session ?? context.config.session.id;
  // Asked also when it is not needed: a server that is not there at all is told at once, one that goes is waited for.
  const now = await cursorOf(context, sessionId);
  if (typeof now !== "number") return refused(context, now);
  const after = options.after ?? Math.max(0, now - RECENT_EVENTS);
  const printer = createTimelinePrinter(context.out);
  const interrupt = onInterrupt();
  const end = await follow(context, {
    sessionId,
    after,
    follow: options.follow,
    signal: interrupt.signal,
    printer,
    onFrame: (frame) => {
      if (context.json) printJson(context, frame);
      else printer.event(frame.envelope);
      return false;
    },
  });
  interrupt.release();
  printer.end();
  if (end.reason === "refused") return refused(context, end.refusal);
  return end.reason === "aborted" ? EXIT.interrupted : EXIT.done;
}
