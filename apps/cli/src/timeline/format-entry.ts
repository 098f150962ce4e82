import { styleText } from "node:util";
import { printable } from "../output/printable";
import type { Entry, Tone } from "./entry";

export interface Style {
  color: boolean;
  /** Milliseconds since the epoch as the time of day. */
  clock(at: number): string;
}

const VERB_WIDTH = 10;
const OBJECT_WIDTH = 16;
/** Where details start: under the verb. */
const INDENT = " ".repeat(11);

type Format = Parameters<typeof styleText>[0];
const LOOKS: Record<Tone, { glyph: string; verb: Format; outcome: Format }> = {
  person: { glyph: ">", verb: ["cyan", "bold"], outcome: "reset" },
  plain: { glyph: "·", verb: "reset", outcome: "gray" },
  good: { glyph: "✓", verb: ["green", "bold"], outcome: "green" },
  bad: { glyph: "✗", verb: ["red", "bold"], outcome: "red" },
  attention: { glyph: "!", verb: ["yellow", "bold"], outcome: "yellow" },
  quiet: { glyph: "·", verb: "gray", outcome: "gray" },
};

/** An entry as lines of text: time, glyph, verb, object, outcome; details below, indented. */
export function formatEntry(entry: Entry, style: Style): string[] {
  const look = LOOKS[entry.tone];
  const paint = (format: Format, text: string) =>
    style.color ? styleText(format, text, { validateStream: false }) : text;
  const parts = [
    paint("gray", style.clock(entry.at)),
    paint(look.verb, `${look.glyph} ${printable(entry.verb).padEnd(VERB_WIDTH)}`),
  ];
  if (entry.outcome === "") parts.push(printable(entry.object));
  else parts.push(printable(entry.object).padEnd(OBJECT_WIDTH), paint(look.outcome, printable(entry.outcome)));
  return [parts.join(" ").trimEnd(), ...entry.details.map((line) => `${INDENT}${printable(line)}`.trimEnd())];
}

/** The time of day of the machine, such as `12:03:01`. */
export function localClock(at: number): string {
  const time = new Date(at);
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map((n) => String(n).padStart(2, "0")).join(":");
}
