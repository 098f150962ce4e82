import type { Row } from "./row";
import type { Timeline } from "./timeline";

/** As many rows as one reads back without a network; the rest is told anew by the server. */
const ROWS_KEPT = 120;
const STEPS_KEPT = 40;
const TEXT_KEPT = 8_000;
const VERSION = 1;

/** The end of a timeline as text, to be shown before the server is there. */
export function packTimeline({ rows, cursor }: Timeline): string {
  return JSON.stringify({ version: VERSION, cursor, rows: rows.slice(-ROWS_KEPT).map(small) });
}

export function unpackTimeline(text: string | null): Timeline | null {
  if (text === null) return null;
  const kept = JSON.parse(text) as { version?: number; cursor: number; rows: Row[] };
  if (kept.version !== VERSION) return null;
  const at = new Map(kept.rows.map((row, index) => [row.key, index]));
  return { cursor: kept.cursor, rows: kept.rows, at, open: new Set(), live: new Map() };
}

function small(row: Row): Row {
  if (row.kind === "job") return { ...row, steps: row.steps.slice(-STEPS_KEPT) };
  if ((row.kind === "message" || row.kind === "reply") && row.text.length > TEXT_KEPT)
    return { ...row, text: `${row.text.slice(0, TEXT_KEPT)}…` };
  return row;
}
