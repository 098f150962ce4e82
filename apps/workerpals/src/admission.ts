import { readFileSync } from "node:fs";
import { freemem } from "node:os";
import { freeBytes } from "@pushpals/shared/sandbox";

const MIB = 1024 * 1024;

export interface AdmissionLimits {
  /** MiB; 0 is off. */
  minFreeDiskMb: number;
  minFreeMemoryMb: number;
}

export interface FreeSpace {
  diskBytes: number;
  memoryBytes: number;
}

/** Why a worker must not take a job now, or null: a job that starts without room fails, and may take others with it. */
export function admission({ minFreeDiskMb, minFreeMemoryMb }: AdmissionLimits, free: FreeSpace): string | null {
  const short = (what: string, bytes: number, least: number, key: string): string | null =>
    least > 0 && bytes < least * MIB
      ? `${Math.floor(bytes / MIB)} MiB of ${what} are free, less than ${least} (workerpals.${key}). No job is taken until there is more.`
      : null;
  return (
    short("disk", free.diskBytes, minFreeDiskMb, "min_free_disk_mb") ??
    short("memory", free.memoryBytes, minFreeMemoryMb, "min_free_memory_mb")
  );
}

/** What is free where workspaces are, and on this machine. */
export const freeSpace = (dir: string): FreeSpace => ({ diskBytes: freeBytes(dir), memoryBytes: freeMemory() });

/** Linux counts what it can give back at once; elsewhere only what is unused. */
function freeMemory(): number {
  if (process.platform !== "linux") return freemem();
  const told = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync("/proc/meminfo", "utf8"));
  return told === null ? freemem() : Number(told[1]) * 1024;
}
