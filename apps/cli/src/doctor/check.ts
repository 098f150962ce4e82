import { styleText } from "node:util";
import { printable } from "../output/printable";

/** One thing that was looked at. */
export interface Check {
  name: string;
  ok: boolean;
  /** What was found. */
  detail: string;
  /** What to do, when it is not well. */
  next?: string;
}

export const well = (name: string, detail: string): Check => ({ name, ok: true, detail });
export const unwell = (name: string, detail: string, next: string): Check => ({ name, ok: false, detail, next });

/** A check as text for people; what to do stands on a line of its own. */
export function checkLine(check: Check, color: boolean): string {
  const mark = check.ok ? "✓" : "✗";
  const painted = color ? styleText(check.ok ? "green" : "red", mark, { validateStream: false }) : mark;
  const next = check.next === undefined ? "" : `\n    next: ${printable(check.next)}`;
  return `${painted} ${check.name}: ${printable(check.detail)}${next}`;
}
