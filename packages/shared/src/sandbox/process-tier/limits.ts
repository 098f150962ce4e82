import type { SandboxConfig } from "../types";

const MIB = 1024 * 1024;

/**
 * Wraps a command so that it, and all that it starts, has the configured limits. Set inside of the sandbox:
 * there the kernel counts processes of the sandbox alone, not all of the user's. For root see `pids-group.ts`.
 * Memory is RLIMIT_DATA: the address space itself is no measure, JavaScript engines reserve gigabytes of it.
 */
export function withLimits(
  command: readonly [string, ...string[]],
  config: SandboxConfig,
  prlimit: string | null,
): [string, ...string[]] {
  return prlimit === null ? withUlimit(command, config) : [prlimit, ...prlimitArguments(config), "--", ...command];
}

function prlimitArguments(config: SandboxConfig): string[] {
  return [
    "--core=0",
    ...(config.memory_mb > 0 ? [`--data=${config.memory_mb * MIB}`] : []),
    ...(config.pids > 0 ? [`--nproc=${config.pids}`] : []),
    ...(config.cpu_seconds > 0 ? [`--cpu=${config.cpu_seconds}`] : []),
    ...(config.file_size_mb > 0 ? [`--fsize=${config.file_size_mb * MIB}`] : []),
  ];
}

/** For machines without util-linux. `-u` is bash's letter for processes, `-p` is dash's; blocks of -f are 512 bytes. */
function withUlimit(command: readonly string[], config: SandboxConfig): [string, ...string[]] {
  const limits = [
    "ulimit -c 0",
    ...(config.memory_mb > 0 ? [`ulimit -d ${config.memory_mb * 1024}`] : []),
    ...(config.pids > 0 ? [`{ ulimit -u ${config.pids} 2>/dev/null || ulimit -p ${config.pids}; }`] : []),
    ...(config.cpu_seconds > 0 ? [`ulimit -t ${config.cpu_seconds}`] : []),
    ...(config.file_size_mb > 0 ? [`ulimit -f ${config.file_size_mb * 2048}`] : []),
  ];
  return ["/bin/sh", "-c", `${limits.join(" && ")} && exec "$@"`, "sh", ...command];
}
