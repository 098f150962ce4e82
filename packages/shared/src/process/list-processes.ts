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

/** All processes of this machine, from /proc (see proc(5)). Linux only: empty elsewhere. */
export function listProcesses(): ProcessInfo[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (readProcess(Number(name)) ?? []) : []));
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
