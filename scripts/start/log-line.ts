import { styleText } from "node:util";

type Format = Parameters<typeof styleText>[0];

const COLORS: Record<string, Format> = {
  start: "white",
  server: "blue",
  localbuddy: "magenta",
  remotebuddy: "cyan",
  workerpals: "green",
  source_control_manager: "yellow",
};
/** Wide enough for the longest name that is shown. */
const NAME_WIDTH = 11;
const SHORT_NAMES: Record<string, string> = { source_control_manager: "scm" };
/** Fields that the line shows in its own way, or that say nothing to a person. */
const KNOWN = new Set(["level", "time", "pid", "hostname", "service", "name", "msg", "v", "workerId"]);
const WARN = 40;
const ERROR = 50;
const VALUE_LENGTH = 200;

/**
 * One line of a service's output for people: time, service, message, then what else it carries. Services write JSON
 * lines; what is none, such as the words of a crash, is shown as it is.
 */
export function logLine(service: string, line: string, color: boolean, clock: (at: number) => string): string {
  const entry = parse(line);
  const at = typeof entry?.["time"] === "number" ? entry["time"] : Date.now();
  const level = typeof entry?.["level"] === "number" ? entry["level"] : 0;
  const name = typeof entry?.["workerId"] === "string" ? entry["workerId"] : (SHORT_NAMES[service] ?? service);
  const paint = (format: Format, text: string) =>
    color && text !== "" ? styleText(format, text, { validateStream: false }) : text;
  const mark = level >= ERROR ? paint("red", "✗ ") : level >= WARN ? paint("yellow", "! ") : "";
  const text = entry ? [String(entry["msg"] ?? ""), paint("gray", fields(entry))].filter(Boolean).join(" ") : line;
  return `${paint("gray", clock(at))} ${paint(COLORS[service] ?? "white", name.padEnd(NAME_WIDTH))} ${mark}${text}`;
}

function parse(line: string): Record<string, unknown> | null {
  if (!line.startsWith("{")) return null;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch (_notJson) {
    return null;
  }
}

function fields(entry: Record<string, unknown>): string {
  return Object.entries(entry)
    .filter(([key, value]) => !KNOWN.has(key) && value !== undefined && value !== null)
    .map(([key, value]) => `${key}=${short(value)}`)
    .join(" ");
}

function short(value: unknown): string {
  const message = typeof value === "object" && value !== null && "message" in value ? value.message : value;
  const text = typeof message === "string" ? message : JSON.stringify(message);
  return text.length <= VALUE_LENGTH ? text : `${text.slice(0, VALUE_LENGTH - 1)}…`;
}
