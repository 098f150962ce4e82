import type { EnvelopeOf, EventType } from "@pushpals/protocol";

/** How an entry is meant: colour and glyph follow from it. */
export type Tone = "person" | "plain" | "good" | "bad" | "attention" | "quiet";

/** What a timeline shows for one event: a line of verb, object and outcome, and lines under it. */
export interface Entry {
  /** When it happened, milliseconds since the epoch. */
  at: number;
  tone: Tone;
  /** One word: what happened. */
  verb: string;
  /** What it happened to. */
  object: string;
  /** What came of it; may be empty. */
  outcome: string;
  /** More lines: a message's text, the reason of a failure, what to do next. */
  details: string[];
  /** Shown only while it is news: overwritten by the next one on a terminal, left out elsewhere. */
  passing: boolean;
}

/** What one type of event looks like; null where another event tells the same better. */
export type EntryMakers<T extends EventType> = {
  [K in T]: ((event: EnvelopeOf<K>) => Entry | null) | null;
};

/** An entry, from what differs. */
export function entry(
  event: { ts: number },
  tone: Tone,
  verb: string,
  object: string,
  more: Partial<Pick<Entry, "outcome" | "details" | "passing">> = {},
): Entry {
  return { at: event.ts, tone, verb, object, outcome: "", details: [], passing: false, ...more };
}
