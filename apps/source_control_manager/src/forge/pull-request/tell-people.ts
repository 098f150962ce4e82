import { createHash } from "node:crypto";
import type { EventPayload } from "@pushpals/protocol";
import type { CommunicationManager } from "@pushpals/shared/communication";
import type { ChangeEntry } from "./describe-changes";
import type { MemoryFile } from "./memory";
import type { Pass } from "./reconcile";

export type Voice = Pick<CommunicationManager, "emit" | "flush">;

/**
 * Tells each session whose work is in the pull request, when it is opened and when more of its work has come to it.
 * What was told is remembered once the hub has it; told again after a crash in between, it counts once.
 */
export async function tellOpen(
  pass: Extract<Pass, { at: "open" }>,
  { voice, memory }: { voice: Voice; memory: MemoryFile },
  signal: AbortSignal,
): Promise<void> {
  const before = memory.read();
  const { html_url: url, number, title } = pass.pull;
  const known = before.url === url ? before.told : {};
  const told: Record<string, string> = { ...known };
  for (const [sessionId, change] of newestBySession(pass.entries)) {
    if (known[sessionId] === change) continue;
    const reused = before.url === url || !pass.ours;
    const payload: EventPayload<"pr_opened"> = { url, number, title, reused };
    voice.emit(sessionId, "pr_opened", payload, {}, keyOf(payload, change));
    told[sessionId] = change;
  }
  if (before.url === url && before.problem === null && same(told, known)) return;
  await voice.flush(signal);
  if (!signal.aborted) memory.write({ url, told, problem: null });
}

/** Tells a problem that a person has to solve, once while it lasts: to the session whose work landed last. */
export async function tellProblem(
  text: string,
  { voice, memory, sessionId }: { voice: Voice; memory: MemoryFile; sessionId: string | null },
  signal: AbortSignal,
): Promise<void> {
  const before = memory.read();
  if (before.problem === text || sessionId === null) return;
  voice.emit(sessionId, "status", { state: "note", text: text.slice(0, 8_000) });
  await voice.flush(signal);
  if (!signal.aborted) memory.write({ ...before, problem: text });
}

function newestBySession(entries: readonly ChangeEntry[]): Map<string, string> {
  const newest = new Map<string, string>();
  for (const { sessionId, sha } of entries)
    if (sessionId !== null && !newest.has(sessionId)) newest.set(sessionId, sha);
  return newest;
}

/** The payload is part of it: the same key with another payload would be refused. */
const keyOf = (payload: object, change: string): string =>
  `pr-${createHash("sha256")
    .update(JSON.stringify([payload, change]))
    .digest("hex")
    .slice(0, 40)}`;

const same = (one: Record<string, string>, other: Record<string, string>): boolean =>
  Object.keys(one).length === Object.keys(other).length && Object.keys(one).every((key) => one[key] === other[key]);
