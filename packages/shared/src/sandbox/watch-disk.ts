import { lstatSync, readdirSync, statfsSync } from "node:fs";
import { join } from "node:path";

const LOOK_EVERY_MS = 250;
const MIB = 1024 * 1024;

export interface DiskWatch {
  /** What the run was ended for, or null. */
  exceeded(): string | null;
  stop(): void;
}

/**
 * Ends a run that fills the disk. A look at the file system is cheap, but shows what everybody writes: only when it has
 * lost as much as the run may add is the directory itself measured.
 */
export function watchDisk(dir: string, limitMb: number, end: () => void): DiskWatch {
  if (limitMb <= 0) return { exceeded: () => null, stop: () => undefined };
  const limit = limitMb * MIB;
  const freeAtStart = freeBytes(dir);
  const sizeAtStart = sizeOf(dir);
  let why: string | null = null;
  let suspectAbove = limit;
  const timer = setInterval(() => {
    const lost = freeAtStart - freeBytes(dir);
    if (why !== null || lost < suspectAbove) return;
    if (sizeOf(dir) - sizeAtStart > limit) {
      why = `it added more than ${limitMb} MiB to its workspace`;
      end();
    } else suspectAbove = lost + limit / 4;
  }, LOOK_EVERY_MS);
  return { exceeded: () => why, stop: () => clearInterval(timer) };
}

/** Bytes that a user may still write where a path is. */
export function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

/** Bytes on disk of all below a directory; what goes meanwhile counts nothing. */
function sizeOf(dir: string): number {
  let bytes = 0;
  for (const entry of list(dir)) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) bytes += sizeOf(path);
    else bytes += (lstatSync(path, { throwIfNoEntry: false })?.blocks ?? 0) * 512;
  }
  return bytes;
}

function list(dir: string) {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EACCES") return [];
    throw error;
  }
}
