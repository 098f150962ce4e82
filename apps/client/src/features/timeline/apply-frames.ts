import { type DurableEventType, type Envelope, EPHEMERAL_EVENTS, type EventFrame } from "@pushpals/protocol";
import { Draft } from "./draft";
import { FOLD, type Fold } from "./fold/index";
import { noteActivity } from "./live";
import type { Timeline } from "./timeline";

/**
 * The one way into a timeline. Durable events count once, by cursor, in whatever pieces they come; where some are
 * missing a row says so. Costs a copy of the row list for each call and a constant for each event.
 */
export function applyFrames(timeline: Timeline, frames: readonly EventFrame[]): Timeline {
  const draft = new Draft(timeline);
  for (const { envelope, cursor } of frames) {
    if (envelope.type in EPHEMERAL_EVENTS) noteActivity(draft, envelope);
    else if (cursor > draft.cursor) applyDurable(draft, envelope, cursor);
  }
  return draft.done();
}

function applyDurable(draft: Draft, envelope: Envelope, cursor: number): void {
  const missing = cursor - draft.cursor - 1;
  if (missing > 0) draft.add({ kind: "gap", key: `gap:${cursor}`, at: envelope.ts, cursor: cursor - 1, missing });
  draft.cursor = cursor;
  // A server that is newer than this client tells of things that it does not know.
  const fold = FOLD[envelope.type as DurableEventType] as Fold<DurableEventType> | null | undefined;
  fold?.(draft, envelope as never, cursor);
}
