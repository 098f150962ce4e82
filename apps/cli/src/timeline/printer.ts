import type { Envelope } from "@pushpals/protocol";
import { oneLine } from "@pushpals/sdk";
import type { Terminal } from "../output/terminal";
import { entryOf } from "./entry-of";
import { formatEntry, localClock, type Style } from "./format-entry";

export interface TimelinePrinter {
  event(envelope: Envelope): void;
  /** A passing state, such as a lost connection; only where it can be overwritten. */
  live(text: string): void;
  /** A line beside the events. */
  line(text: string): void;
  /** Takes the live line away. */
  end(): void;
}

const CLEAR_LINE = "\r\x1b[2K";

/** Prints events as they come. On a terminal what is passing stays as one live line until there is news. */
export function createTimelinePrinter(terminal: Terminal, clock = localClock): TimelinePrinter {
  const style: Style = { color: terminal.color, clock };
  let hasLive = false;
  const clear = () => {
    if (hasLive) terminal.write(CLEAR_LINE);
    hasLive = false;
  };
  const live = (text: string) => {
    if (!terminal.interactive) return;
    clear();
    terminal.write(oneLine(text, terminal.width - 1));
    hasLive = true;
  };
  const line = (text: string) => {
    clear();
    terminal.write(`${text}\n`);
  };
  return {
    event: (envelope) => {
      const entry = entryOf(envelope);
      if (!entry) return;
      if (entry.passing) live(formatEntry(entry, { ...style, color: false }).join(" "));
      else line(formatEntry(entry, style).join("\n"));
    },
    live,
    line,
    end: clear,
  };
}
