import type { Row } from "./row";

/** What is known of a session. Immutable: rows that an event does not touch stay the same objects. */
export interface Timeline {
  /** The last durable event that is in it. */
  readonly cursor: number;
  readonly rows: readonly Row[];
  /** Where a row is, by its key. */
  readonly at: ReadonlyMap<string, number>;
  /** Keys of rows that are not over: requests, jobs, and approvals that wait. Few, however long the session. */
  readonly open: ReadonlySet<string>;
  /** What only who listens hears, by job or request: gone once that is over. */
  readonly live: ReadonlyMap<string, Live>;
}

export interface Live {
  /** The end of the text that is being written. */
  readonly text: string;
  /** The last line that a command has printed. */
  readonly line: string;
  /** When something was last heard. */
  readonly at: number;
}

export const emptyTimeline: Timeline = {
  cursor: 0,
  rows: [],
  at: new Map(),
  open: new Set(),
  live: new Map(),
};
