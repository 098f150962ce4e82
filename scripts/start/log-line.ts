import { styleText } from "node:util";
import { shortId } from "@pushpals/protocol";

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
const WARNINGS = new Set(["warn"]);
const ERRORS = new Set(["error", "fatal"]);
/** Ids and commits are shown as people use them elsewhere: an id's tail, a commit's head. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const COMMIT = /^[0-9a-f]{40,64}$/;
const COMMIT_LENGTH = 9;
const VALUE_LENGTH = 200;

/**
 * One line of a service's output for people: time, service, message, then what else it carries. Services write JSON
 * lines; what is none, such as the words of a crash, is shown as it is.
 */
export function logLine(service: string, line: string, color: boolean, clock: (at: number) => string): string {
  const entry = parse(line);
  const at = typeof entry?.["time"] === "number" ? entry["time"] : Date.now();
  const level = String(entry?.["level"]);
  const name = typeof entry?.["workerId"] === "string" ? entry["workerId"] : (SHORT_NAMES[service] ?? service);
  const paint = (format: Format, text: string) =>
    color && text !== "" ? styleText(format, text, { validateStream: false }) : text;
  const mark = ERRORS.has(level) ? paint("red", "✗ ") : WARNINGS.has(level) ? paint("yellow", "! ") : "";
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
  if (UUID.test(text)) return shortId(text);
  if (COMMIT.test(text)) return text.slice(0, COMMIT_LENGTH);
  return text.length <= VALUE_LENGTH ? text : `${text.slice(0, VALUE_LENGTH - 1)}…`;
}
