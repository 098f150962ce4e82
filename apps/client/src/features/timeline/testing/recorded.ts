import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EPHEMERAL_EVENTS, type EventFrame } from "@pushpals/protocol";

/** What a listener of a real session got (`tests/client/record-sessions.ts`). */
export function recorded(name: "work" | "approvals"): EventFrame[] {
  const lines = readFileSync(join(import.meta.dir, `${name}.jsonl`), "utf8")
    .trimEnd()
    .split("\n");
  return lines.map((line) => JSON.parse(line) as EventFrame);
}

/** What somebody who comes later gets of it. */
export const durable = (frames: readonly EventFrame[]): EventFrame[] =>
  frames.filter(({ envelope }) => !(envelope.type in EPHEMERAL_EVENTS));
