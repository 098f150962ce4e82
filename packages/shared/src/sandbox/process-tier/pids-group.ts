import { existsSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { minimalEnv, run } from "../../process/index";

const NAME = /^pushpals-(\d+)-/;
/** bwrap, and the init that it starts. */
const OWN_PROCESSES = 2;
const BUSY_WAIT_MS = 1_000;
const PROBE_TIMEOUT_MS = 10_000;

const newName = (): string => `pushpals-${process.pid}-${crypto.randomUUID()}`;

/** A control group of one run: in it the kernel refuses the process or thread that would be one too many. */
export interface PidsGroup {
  /** The command, to be started inside. */
  enter(command: readonly [string, ...string[]]): [string, ...string[]];
  /** To be called when all that was inside has ended. The answer is why the kernel refused something, or null. */
  remove(): Promise<string | null>;
}

/**
 * Directory in which control groups with a limit of processes can be made, or null. For root it is the only limit that
 * holds: RLIMIT_NPROC is not for processes whose user is uid 0 of the machine, whatever they are called inside.
 */
export async function findPidsController(): Promise<string | null> {
  for (const controller of candidates()) if (await isUsable(controller)) return controller;
  return null;
}

/** True when more processes than the limit can't be, not even for the moment until somebody looks. */
export const kernelCountsProcesses = async (): Promise<boolean> =>
  process.getuid?.() !== 0 || (await findPidsController()) !== null;

export function pidsGroup(controller: string, pids: number): PidsGroup {
  const dir = join(controller, newName());
  return {
    enter: (command) => entering(dir, pids, command),
    remove: async () => {
      const refused = Number(/^max (\d+)$/m.exec(read(join(dir, "pids.events")))?.[1] ?? 0) > 0;
      await removeGroup(dir);
      return refused ? `it had more than ${pids} processes and threads` : null;
    },
  };
}

/** Groups whose owner was killed before it could remove them, and that are empty. */
export function removeLeftGroups(controller: string): void {
  for (const name of readdirSync(controller)) {
    const owner = NAME.exec(name)?.[1];
    if (owner !== undefined && !existsSync(`/proc/${owner}`)) tryRemove(join(controller, name));
  }
}

/** The kernel calls a group busy for a moment after its last process. */
async function removeGroup(dir: string): Promise<void> {
  const deadline = performance.now() + BUSY_WAIT_MS;
  while (!tryRemove(dir) && performance.now() < deadline) await Bun.sleep(5);
}

function tryRemove(dir: string): boolean {
  try {
    rmdirSync(dir);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EBUSY" && code !== "ENOENT") throw error;
    return code === "ENOENT";
  }
}

/**
 * The own group, where the first version of control groups counts processes. In the second one a group that holds processes
 * may hold no group with limits, so there the ones above it follow, nearest first.
 */
function candidates(): string[] {
  const mounts = read("/proc/self/mountinfo").split("\n").map(parseMount);
  const groups = read("/proc/self/cgroup").split("\n").map(parseGroup);
  const own = (mount: Mount | undefined, path: string | undefined): string | null => {
    if (mount === undefined || path === undefined) return null;
    const below = relative(mount.root, path);
    return below.startsWith("..") ? mount.point : join(mount.point, below);
  };
  const first = own(
    mounts.find(({ type, options }) => type === "cgroup" && options.includes("pids")),
    groups.find(({ controllers }) => controllers.includes("pids"))?.path,
  );
  if (first !== null) return [first];
  const unified = mounts.find(({ type }) => type === "cgroup2");
  const second = own(unified, groups.find(({ controllers }) => controllers.length === 0)?.path);
  return second === null || unified === undefined ? [] : upTo(second, unified.point);
}

function upTo(dir: string, top: string): string[] {
  return dir === top || dir === dirname(dir) ? [dir] : [dir, ...upTo(dirname(dir), top)];
}

/**
 * Seen by starting a process in one: the mount may be read-only, and in the second version the parent decides what a
 * group may limit.
 */
async function isUsable(controller: string): Promise<boolean> {
  const dir = join(controller, newName());
  const command = entering(dir, 1, ["true"]);
  const { exitCode } = await run({ command, cwd: "/", env: minimalEnv(), timeoutMs: PROBE_TIMEOUT_MS });
  await removeGroup(dir);
  return exitCode === 0;
}

function entering(dir: string, pids: number, command: readonly string[]): [string, ...string[]] {
  const script = `mkdir "$0" && echo ${pids + OWN_PROCESSES} > "$0/pids.max" && echo $$ > "$0/cgroup.procs" && exec "$@"`;
  return ["/bin/sh", "-c", script, dir, ...command];
}

interface Mount {
  root: string;
  point: string;
  type: string;
  options: string[];
}

/** Source: proc_pid_mountinfo(5). */
function parseMount(line: string): Mount {
  const [front = "", back = ""] = line.split(" - ");
  const [, , , root = "", point = ""] = front.split(" ");
  const [type = "", , options = ""] = back.split(" ");
  return { root, point, type, options: options.split(",") };
}

/** Source: cgroups(7), `/proc/pid/cgroup`: `8:pids:/path`, and `0::/path` for the second version. */
function parseGroup(line: string): { controllers: string[]; path: string | undefined } {
  const [, controllers = "", ...path] = line.split(":");
  return {
    controllers: controllers === "" ? [] : controllers.split(","),
    path: path.length > 0 ? path.join(":") : undefined,
  };
}

function read(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
