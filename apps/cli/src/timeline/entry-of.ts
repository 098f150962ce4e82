import type { Envelope, EventType } from "@pushpals/protocol";
import type { Entry, EntryMakers } from "./entry";
import { jobEntries } from "./job-entries";
import { landingEntries } from "./landing-entries";
import { requestEntries } from "./request-entries";

const MAKERS: EntryMakers<EventType> = { ...requestEntries, ...jobEntries, ...landingEntries };

/** What a timeline shows for an event; null for an event that needs no line. Depends on the event alone. */
export function entryOf(event: Envelope): Entry | null {
  const make = MAKERS[event.type] as ((event: Envelope) => Entry | null) | null;
  return make ? make(event) : null;
}
