import { listProcesses, type ProcessInfo } from "../../process/index";

const FIRST_LOOK_MS = 20;
const LOOK_EVERY_MS = 250;
/** Pages of 4 KiB; where they are larger the limit bites later. */
const PAGE_BYTES = 4096;
const GONE_WAIT_MS = 2_000;

export interface TreeLimits {
  /** Processes and threads; 0 is off. */
  pids: number;
  memoryBytes: number;
}

export interface TreeWatch {
  /** What the tree was ended for, or null. */
  exceeded(): string | null;
  /** Ends the watch, and waits until what ran inside is gone too. */
  stop(): Promise<void>;
}

/**
 * Looks at the whole tree below bwrap a few times a second, and kills it when all of it together is too large.
 * The kernel's own limits hold for each process only, and for processes of root there is no limit of their number.
 */
export function watchTree(bwrapPid: number, limits: TreeLimits): TreeWatch {
  let why: string | null = null;
  let inner: number | null = null;
  const look = () => {
    const tree = descendants(bwrapPid);
    inner ??= tree[0]?.pid ?? null;
    why ??= overLimit(tree, limits);
    if (why !== null) killGroup(bwrapPid);
    timer = setTimeout(look, LOOK_EVERY_MS);
  };
  let timer = setTimeout(look, FIRST_LOOK_MS);
  return {
    exceeded: () => why,
    stop: async () => {
      clearTimeout(timer);
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

function overLimit(tree: ProcessInfo[], { pids, memoryBytes }: TreeLimits): string | null {
  const sum = (value: (process: ProcessInfo) => number) => tree.reduce((all, process) => all + value(process), 0);
  if (pids > 0 && sum(({ threads }) => threads) > pids) return `it had more than ${pids} processes and threads`;
  const bytes = sum(({ residentPages }) => residentPages) * PAGE_BYTES;
  if (memoryBytes > 0 && bytes > memoryBytes) return `it used more than ${Math.round(memoryBytes / 1024 / 1024)} MiB`;
  return null;
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
