import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import { type Ancestor, endMarkedProcesses, type RunResult, run, startTalk } from "../../process/index";
import { doorInside, withForwarder } from "../model-door";
import type { Sandbox, SandboxConfig, SandboxedRun, SandboxedSpawn } from "../types";
import { bubblewrapArguments } from "./bubblewrap-arguments";
import { withLimits } from "./limits";
import { type PidsGroup, pidsGroup, removeLeftGroups } from "./pids-group";
import { findToolchains } from "./toolchains";
import { type TreeWatch, watchTree } from "./watch-tree";

const MIB = 1024 * 1024;
/** In the environment of bwrap itself, never inside. */
const MARK = "PUSHPALS_BWRAP";

/** Where the kernel counts by other means, or by none: then only the watch does. */
const NO_GROUP: PidsGroup = { enter: (command) => [...command], remove: async () => null };

const ONLY_LOOKED =
  "Push Pals runs as root and can make no control groups here: a fork bomb may take the machine before it is ended.";

export interface ProcessSandboxOptions {
  config: SandboxConfig;
  /** Absolute path of the program. */
  bwrap: string;
  /** Absolute paths that are empty inside even where a directory above them is mounted. */
  hide: readonly string[];
  /** Where to make a control group for each run, or null to make none. */
  controller: string | null;
}

/** Tier `process`: Bubblewrap. */
export function processSandbox({ config, bwrap, hide, controller }: ProcessSandboxOptions): Sandbox {
  const path = process.env["PATH"] || "/usr/local/bin:/usr/bin:/bin";
  const toolchains = findToolchains({ path, home: homedir(), executable: process.execPath });
  const prlimit = Bun.which("prlimit", { PATH: path });
  const limits = { pids: config.pids, memoryBytes: config.memory_mb * MIB, diskMb: config.disk_mb ?? 0 };

  if (controller !== null) removeLeftGroups(controller);
  const looked = controller === null && process.getuid?.() === 0 && config.pids > 0 ? ` ${ONLY_LOOKED}` : "";
  const newGroup = (): PidsGroup => (controller === null ? NO_GROUP : pidsGroup(controller, config.pids));

  const bun = realpathSync(process.execPath);

  const commandOf = (options: Omit<SandboxedRun, "timeoutMs"> & SandboxedSpawn): [string, ...string[]] => {
    const { workspace, cwd, env, readOnly, home, model, command } = options;
    const inside = bubblewrapArguments({
      workspace,
      cwd: cwd ?? workspace,
      env: env ?? {},
      systemReadOnly: config.read_only_paths,
      readOnly: readOnly ?? [],
      hide,
      home,
      modelSocket: model?.socket,
      toolchains,
      tmpBytes: limits.memoryBytes,
    });
    return [bwrap, ...inside, "--", ...withLimits(model ? withForwarder(bun, command) : command, config, prlimit)];
  };

  return {
    tier: "process",
    describe: () =>
      "process (Bubblewrap): no network, no secrets, a read-only system, private /tmp and HOME, one writable " +
      `workspace, limits on memory, processes, time, file size and disk.${looked}`,
    run: async (options) => {
      let watch: TreeWatch | null = null;
      let first = 0;
      const onStart = (pid: number) => {
        first = pid;
        watch = watchTree(pid, { ...limits, writable: [options.workspace] });
        options.onStart?.(pid);
      };
      const mark = crypto.randomUUID();
      const group = newGroup();
      const command = group.enter(commandOf(options));
      const result = await run({ ...options, command, cwd: "/", env: { [MARK]: mark }, onStart });
      await endOrphan(mark, { pid: first, ageMs: result.durationMs });
      return withWords(result, await lastWords(watch, group), options);
    },
    spawn: async (options) => {
      let watch: TreeWatch | null = null;
      const writable = [options.workspace, ...(options.home === undefined ? [] : [options.home])];
      const onStart = (pid: number) => {
        watch = watchTree(pid, { ...limits, writable });
        options.onStart?.(pid);
      };
      const mark = crypto.randomUUID();
      const group = newGroup();
      const command = group.enter(commandOf(options));
      const talk = startTalk({ ...options, command, cwd: "/", env: { [MARK]: mark }, onStart });
      const ended = talk.ended.then(async (end) => {
        await endOrphan(mark);
        const why = await lastWords(watch, group);
        if (why !== null) options.onErrorLine?.(why);
        return why === null ? end : { ...end, error: why };
      });
      return { ...talk, ended, kill: () => talk.kill().then(() => ended) };
    },
    modelDoor: async (socket) => doorInside(socket),
    // All of it dies with the process that started it.
    endLeft: async () => 0,
  };
}

function withWords(result: RunResult, line: string | null, { onLine }: SandboxedRun): RunResult {
  if (line === null) return result;
  onLine?.("stderr", line);
  return { ...result, stderr: Buffer.concat([result.stderr, Buffer.from(`${line}\n`)]) };
}

/**
 * A bwrap that is killed while it sets up leaves its inner half alive, which has no parent to die with any more: that
 * half is the init of the sandbox, and all that runs inside goes with it.
 */
const endOrphan = (mark: string, ancestor?: Ancestor): Promise<number> =>
  endMarkedProcesses(`${MARK}=${mark}`, ancestor);

/** Waits until what ran inside is gone; the answer says which limit it met, if it did. */
async function lastWords(watch: TreeWatch | null, group: PidsGroup): Promise<string | null> {
  await watch?.stop();
  const refused = await group.remove();
  const why = watch?.exceeded() ?? null;
  if (why !== null) return `sandbox: ended, since ${why}`;
  return refused === null ? null : `sandbox: some were refused, since ${refused}`;
}
