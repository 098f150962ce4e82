import { lstatSync, readdirSync, readlinkSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";

const LOOK_EVERY_MS = 250;
const MIB = 1024 * 1024;
const BLOCK = 512;
/** New files and directories of one run; a file system has so many, however small they are. */
const MAX_NEW_FILES = 1_000_000;

export interface DiskWatch {
  /** What the run was ended for, or null. */
  exceeded(): string | null;
  stop(): void;
}

/**
 * Ends a run that fills the disk. A look at the file system is cheap, but shows what everybody writes: only when it has
 * lost as much as the run may add are the directories themselves measured, by what in them has changed since the start.
 */
export function watchDisk(dirs: readonly string[], limitMb: number, end: () => void): DiskWatch {
  const [first] = dirs;
  if (limitMb <= 0 || first === undefined) return { exceeded: () => null, stop: () => undefined };
  const limit = limitMb * MIB;
  // The kernel's times are finer than this clock.
  const since = Date.now() + 1;
  const before = room(first);
  const suspectAbove = { bytes: limit, files: MAX_NEW_FILES };
  let why: string | null = null;
  const timer = setInterval(() => {
    const now = room(first);
    const lost = { bytes: before.bytes - now.bytes, files: before.files - now.files };
    if (why !== null || (lost.bytes < suspectAbove.bytes && lost.files < suspectAbove.files)) return;
    const added = addedSince(dirs, since);
    if (added.bytes > limit) why = `it added more than ${limitMb} MiB to its files`;
    else if (added.files > MAX_NEW_FILES) why = `it made more than ${MAX_NEW_FILES} files`;
    // Somebody else's: looked at again when as much again is gone.
    suspectAbove.bytes = Math.max(limit, lost.bytes + limit / 4);
    suspectAbove.files = Math.max(MAX_NEW_FILES, lost.files + MAX_NEW_FILES / 4);
    if (why !== null) end();
  }, LOOK_EVERY_MS);
  return { exceeded: () => why, stop: () => clearInterval(timer) };
}

/** Bytes that a user may still write where a path is. */
export const freeBytes = (path: string): number => room(path).bytes;

function room(path: string): Sizes {
  const { bavail, bsize, ffree } = statfsSync(path);
  return { bytes: bavail * bsize, files: ffree };
}

interface Sizes {
  bytes: number;
  files: number;
}

/** What below directories has changed since then, and what was deleted there and is still open. */
function addedSince(dirs: readonly string[], since: number): Sizes {
  const sum = { bytes: deletedBytes(dirs), files: 0 };
  for (const dir of dirs) addBelow(dir, since, sum);
  return sum;
}

/** The time of the last change of a file is the kernel's: nobody can set it back. */
function addBelow(dir: string, since: number, sum: Sizes): void {
  for (const entry of list(dir)) {
    const path = join(dir, entry.name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found !== undefined && found.ctimeMs >= since) {
      sum.bytes += found.blocks * BLOCK;
      sum.files += 1;
    }
    if (entry.isDirectory()) addBelow(path, since, sum);
  }
}

/** Bytes of files that have no name any more and live on in somebody's hands. Linux only: elsewhere none are seen. */
function deletedBytes(dirs: readonly string[]): number {
  const seen = new Map<string, number>();
  for (const process of list("/proc")) {
    if (!/^\d+$/.test(process.name)) continue;
    for (const { name } of list(`/proc/${process.name}/fd`)) {
      const handle = `/proc/${process.name}/fd/${name}`;
      const target = linkOf(handle);
      if (!target?.endsWith(" (deleted)") || !dirs.some((dir) => target.startsWith(`${dir}/`))) continue;
      const found = statSync(handle, { throwIfNoEntry: false });
      if (found !== undefined) seen.set(`${found.dev}:${found.ino}`, found.blocks * BLOCK);
    }
  }
  return [...seen.values()].reduce((all, bytes) => all + bytes, 0);
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch (error) {
    return goneOrAnothers(error, null);
  }
}

function list(dir: string) {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch (error) {
    return goneOrAnothers(error, []);
  }
}

function goneOrAnothers<T>(error: unknown, instead: T): T {
  const { code } = error as NodeJS.ErrnoException;
  if (["ENOENT", "ENOTDIR", "EACCES", "EPERM", "ESRCH", "EINVAL"].includes(code ?? "")) return instead;
  throw error;
}
