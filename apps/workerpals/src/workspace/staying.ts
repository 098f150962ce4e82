import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** How much of what killed workers have left may wait for somebody to go on with it. */
export interface Keeping {
  maxAgeMs: number;
  /** Of all of them together. */
  maxBytes: number;
  /** Then none of them may. */
  isDiskShort: boolean;
}

export interface Left {
  /** The workspace; the agent's folder lies beside it. */
  dir: string;
  savedAt: number;
  /** Its job waits for a person. */
  parked: boolean;
}

/** People have weekends. */
const PARKED_AGE_MS = 7 * 86_400_000;

/** Which of these may stay: the youngest first, as long as neither age nor size is too much. */
export async function staying(left: readonly Left[], keeping: Keeping, now: number): Promise<Set<string>> {
  const kept = new Set<string>();
  if (keeping.isDiskShort) return kept;
  let bytes = 0;
  for (const { dir, savedAt, parked } of [...left].sort((a, b) => b.savedAt - a.savedAt)) {
    if (now - savedAt >= (parked ? Math.max(PARKED_AGE_MS, keeping.maxAgeMs) : keeping.maxAgeMs)) continue;
    bytes += await bytesBelow(dir);
    if (bytes > keeping.maxBytes) break;
    kept.add(dir);
  }
  return kept;
}

/** On the disk; what goes meanwhile counts nothing. */
async function bytesBelow(dir: string): Promise<number> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) bytes += await bytesBelow(path);
    else if (entry.isFile()) bytes += ((await stat(path).catch(() => null))?.blocks ?? 0) * 512;
  }
  return bytes;
}
