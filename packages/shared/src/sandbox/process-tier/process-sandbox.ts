import { homedir } from "node:os";
import { type RunResult, run } from "../../process/index";
import type { Sandbox, SandboxConfig, SandboxedRun } from "../types";
import { bubblewrapArguments } from "./bubblewrap-arguments";
import { withLimits } from "./limits";
import { findToolchains } from "./toolchains";
import { type TreeWatch, watchTree } from "./watch-tree";

const MIB = 1024 * 1024;

export interface ProcessSandboxOptions {
  config: SandboxConfig;
  /** Absolute path of the program. */
  bwrap: string;
  /** Absolute paths that are empty inside even where a directory above them is mounted. */
  hide: readonly string[];
}

/** Tier `process`: Bubblewrap. */
export function processSandbox({ config, bwrap, hide }: ProcessSandboxOptions): Sandbox {
  const path = process.env["PATH"] || "/usr/local/bin:/usr/bin:/bin";
  const toolchains = findToolchains({ path, home: homedir(), executable: process.execPath });
  const prlimit = Bun.which("prlimit", { PATH: path });
  const limits = { pids: config.pids, memoryBytes: config.memory_mb * MIB };

  const commandOf = ({ workspace, cwd, env, readOnly, command }: SandboxedRun): [string, ...string[]] => {
    const inside = bubblewrapArguments({
      workspace,
      cwd: cwd ?? workspace,
      env: env ?? {},
      systemReadOnly: config.read_only_paths,
      readOnly: readOnly ?? [],
      hide,
      toolchains,
      tmpBytes: limits.memoryBytes,
    });
    return [bwrap, ...inside, "--", ...withLimits(command, config, prlimit)];
  };

  return {
    tier: "process",
    describe: () =>
      "process (Bubblewrap): no network, no secrets, a read-only system, private /tmp and HOME, one writable " +
      "workspace, limits on memory, processes, time and file size.",
    run: async (options) => {
      let watch: TreeWatch | null = null;
      const onStart = (pid: number) => {
        watch = watchTree(pid, limits);
        options.onStart?.(pid);
      };
      const result = await run({ ...options, command: commandOf(options), cwd: "/", env: {}, onStart });
      return finish(result, watch, options);
    },
  };
}

async function finish(result: RunResult, watch: TreeWatch | null, { onLine }: SandboxedRun): Promise<RunResult> {
  await watch?.stop();
  const why = watch?.exceeded() ?? null;
  if (why === null) return result;
  const line = `sandbox: ended, since ${why}`;
  onLine?.("stderr", line);
  return { ...result, stderr: Buffer.concat([result.stderr, Buffer.from(`${line}\n`)]) };
}
