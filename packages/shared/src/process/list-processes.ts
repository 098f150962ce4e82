import { readdirSync, readFileSync } from "node:fs";

export interface ProcessInfo {
  pid: number;
  parent: number;
  group: number;
  /** False for one that has died and was not reaped yet. */
  live: boolean;
  threads: number;
  /** Memory in use, in pages of the machine. */
  residentPages: number;
}

/**
 * All processes of this machine, from /proc (see proc(5)), or those with an id above `after`.
 * Linux only: empty elsewhere.
 */
export function listProcesses(after = 0): ProcessInfo[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").flatMap((name) =>
    /^\d+$/.test(name) && Number(name) > after ? (readProcess(Number(name)) ?? []) : [],
  );
}

/** The id of the process that was started last on this machine; 0 where it cannot be known. See proc(5), loadavg. */
export function lastProcessId(): number {
  if (process.platform !== "linux") return 0;
  return Number(readFileSync("/proc/loadavg", "latin1").trim().split(" ").at(-1));
}

function readProcess(pid: number): ProcessInfo | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // "pid (name) state ppid pgrp …"; the name may hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const field = (number: number) => Number(fields[number - 3]);
    return {
      pid,
      live: fields[0] !== "Z" && fields[0] !== "X",
      parent: field(4),
      group: field(5),
      threads: field(20),
      residentPages: field(24),
    };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH") return null;
    throw error;
  }
}
