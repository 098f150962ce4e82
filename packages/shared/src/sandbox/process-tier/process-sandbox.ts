import { homedir } from "node:os";
import { run } from "../../process/index";
import type { Sandbox, SandboxConfig, SandboxedRun } from "../types";
import { bubblewrapArguments } from "./bubblewrap-arguments";
import { withLimits } from "./limits";
import { findToolchains, type Toolchains } from "./toolchains";

const MIB = 1024 * 1024;

/** Tier `process`: Bubblewrap. `bwrap` is its absolute path. */
export function processSandbox(config: SandboxConfig, bwrap: string): Sandbox {
  const path = process.env["PATH"] || "/usr/local/bin:/usr/bin:/bin";
  const toolchains = findToolchains({ path, home: homedir(), executable: process.execPath });
  const prlimit = Bun.which("prlimit", { PATH: path });
  return {
    tier: "process",
    describe: () =>
      "process (Bubblewrap): no network, no secrets, a read-only system, private /tmp and HOME, one writable " +
      "workspace, limits on memory, processes, time and file size.",
    run: (options) => {
      const inside = [...insideOf(config, toolchains, options), "--", ...withLimits(options.command, config, prlimit)];
      return run({ ...options, cwd: "/", command: [bwrap, ...inside], env: {} });
    },
  };
}

function insideOf(config: SandboxConfig, toolchains: Toolchains, options: SandboxedRun): string[] {
  return bubblewrapArguments({
    workspace: options.workspace,
    cwd: options.cwd ?? options.workspace,
    env: options.env ?? {},
    readOnly: [...config.read_only_paths, ...(options.readOnly ?? [])],
    toolchains,
    tmpBytes: config.memory_mb * MIB,
  });
}
