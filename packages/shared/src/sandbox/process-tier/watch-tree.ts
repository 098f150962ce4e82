import { statfsSync } from "node:fs";
import { listProcesses, type ProcessInfo } from "../../process/index";
import { watchDisk } from "../watch-disk";

const FIRST_LOOK_MS = 20;
const LOOK_EVERY_MS = 250;
/** Pages of 4 KiB; where they are larger the limit bites later. */
const PAGE_BYTES = 4096;
/** The kernel's number for file systems in memory; before all mounts are made there may be another. */
const TMPFS = 0x01021994;
const GONE_WAIT_MS = 2_000;

export interface TreeLimits {
  /** Processes and threads; 0 is off. */
  pids: number;
  /** Of all processes, and of what they keep in memory as files; 0 is off. */
  memoryBytes: number;
  /** What may be added to these directories; 0 is off. */
  diskMb: number;
  writable: readonly string[];
}

export interface TreeWatch {
  /** What the tree was ended for, or null. */
  exceeded(): string | null;
  /** Ends the watch, and waits until what ran inside is gone too. */
  stop(): Promise<void>;
}

/**
 * Looks at the whole tree below bwrap a few times a second, and kills it when all of it together is too large.
 * The kernel's own limits of memory hold for each process only; that of processes keeps the tree from growing past it, and
 * what wants more of them is ended here, with the limit named.
 */
export function watchTree(bwrapPid: number, limits: TreeLimits): TreeWatch {
  const disk = watchDisk(limits.writable, limits.diskMb, () => killGroup(bwrapPid));
  let why: string | null = null;
  let inner: number | null = null;
  const look = () => {
    const tree = descendants(bwrapPid);
    inner ??= tree[0]?.pid ?? null;
    why ??= overLimit(tree, limits, inner === null ? 0 : memoryFileBytes(inner));
    if (why !== null) killGroup(bwrapPid);
    timer = setTimeout(look, LOOK_EVERY_MS);
  };
  let timer = setTimeout(look, FIRST_LOOK_MS);
  return {
    exceeded: () => why ?? disk.exceeded(),
    stop: async () => {
      clearTimeout(timer);
      disk.stop();
      if (inner !== null) await goneWithin(inner, GONE_WAIT_MS);
    },
  };
}

/** Processes inside can't leave the tree: whoever loses its parent there gets the sandbox's own init. */
function descendants(root: number): ProcessInfo[] {
  const children = Map.groupBy(listProcesses(), ({ parent }) => parent);
  const tree = [...(children.get(root) ?? [])];
  for (const found of tree) tree.push(...(children.get(found.pid) ?? []));
  return tree;
}

function overLimit(tree: ProcessInfo[], { pids, memoryBytes }: TreeLimits, fileBytes: number): string | null {
  const sum = (value: (process: ProcessInfo) => number) => tree.reduce((all, process) => all + value(process), 0);
  if (pids > 0 && sum(({ threads }) => threads) > pids) return `it had more than ${pids} processes and threads`;
  const bytes = sum(({ residentPages }) => residentPages) * PAGE_BYTES + fileBytes;
  if (memoryBytes > 0 && bytes > memoryBytes) return `it used more than ${Math.round(memoryBytes / 1024 / 1024)} MiB`;
  return null;
}

/** Where files inside are memory. */
const IN_MEMORY = ["tmp", "dev/shm"];

/** Bytes of the files that a sandbox keeps in memory, seen by way of its init; 0 when that is gone, or not to be seen. */
function memoryFileBytes(init: number): number {
  const used = IN_MEMORY.map((path) => {
    try {
      const { blocks, bfree, bsize, type } = statfsSync(`/proc/${init}/root/${path}`);
      return type === TMPFS ? (blocks - bfree) * bsize : 0;
    } catch (error) {
      if (error instanceof Error && "code" in error) return 0;
      throw error;
    }
  });
  return used.reduce((all, bytes) => all + bytes, 0);
}

/** The sandbox's init is gone when all in it are: the kernel ends them first. */
async function goneWithin(pid: number, ms: number): Promise<void> {
  const deadline = performance.now() + ms;
  while (listProcesses().some((process) => process.pid === pid && process.live) && performance.now() < deadline) {
    await Bun.sleep(5);
  }
}

function killGroup(pgid: number): void {
  try {
    process.kill(-pgid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
