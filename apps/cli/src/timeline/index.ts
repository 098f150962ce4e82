export type { Entry, Tone } from "./entry";
export { entryOf } from "./entry-of";
export { formatEntry, localClock, type Style } from "./format-entry";
export { createTimelinePrinter, type TimelinePrinter } from "./printer";
